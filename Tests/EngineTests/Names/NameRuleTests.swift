import Testing

@testable import Engine

@Suite struct NameRuleTests {
  @Test(arguments: [
    "a", "alice", "#general", "@", "/", "..", "日本語", "नमस्ते", "שלום", "🔑", "👍🏽", "🇩🇪", "e\u{301}", "<script>",
    "NULL",
    "a\u{b7}b",
  ])
  func `a name that can be seen is a name`(name: String) throws {
    try NameRule.user.check(name, limits: Limits())
    try NameRule.room.check(name, limits: Limits())
  }

  @Test(arguments: [
    ("", "The name is empty."),
    (" ", "Character 1 of the name, U+0020, is white space."),
    ("a b", "Character 2 of the name, U+0020, is white space."),
    ("a\u{a0}", "Character 2 of the name, U+00A0, is white space."),
    ("a\u{2003}", "Character 2 of the name, U+2003, is white space."),
    ("a\u{3000}", "Character 2 of the name, U+3000, is white space."),
    ("a\u{2028}", "Character 2 of the name, U+2028, is white space."),
    ("a\0", "Character 2 of the name, U+0000, is a control character."),
    ("\u{7f}", "Character 1 of the name, U+007F, is a control character."),
    ("a\t", "Character 2 of the name, U+0009, is a control character."),
    ("a\r\nb", "Character 2 of the name, U+000D, is a control character."),
    ("\u{85}", "Character 1 of the name, U+0085, is a control character."),
    ("\u{202e}evil", "Character 1 of the name, U+202E, is a bidi control."),
    ("a\u{2066}", "Character 2 of the name, U+2066, is a bidi control."),
    ("a\u{200f}", "Character 2 of the name, U+200F, is a bidi control."),
    ("a\u{200b}", "Character 2 of the name, U+200B, is an invisible format character."),
    ("👩\u{200d}🚀", "Character 2 of the name, U+200D, is an invisible format character."),
    ("\u{feff}", "Character 1 of the name, U+FEFF, is an invisible format character."),
    ("a\u{ad}", "Character 2 of the name, U+00AD, is an invisible format character."),
    ("a\u{e0041}", "Character 2 of the name, U+E0041, is an invisible format character."),
    ("❤\u{fe0f}", "Character 2 of the name, U+FE0F, is invisible."),
    ("\u{3164}", "Character 1 of the name, U+3164, is invisible."),
    ("\u{e000}", "Character 1 of the name, U+E000, is for private use."),
    ("\u{378}", "Character 1 of the name, U+0378, is not assigned in Unicode 15."),
    ("\u{10ffff}", "Character 1 of the name, U+10FFFF, is not assigned in Unicode 15."),
  ])
  func `a name that could not be seen or told apart is refused`(name: String, message: String) {
    #expect(throws: Refusal(.nameInvalid, message, field: "user")) {
      try NameRule.user.check(name, limits: Limits())
    }
    #expect(throws: Refusal(.nameInvalid, message, field: "room")) {
      try NameRule.room.check(name, limits: Limits())
    }
  }

  @Test(arguments: ["x", "\u{e9}", "\u{1f511}", "e\u{301}"])
  func `a name has a length in Unicode scalar values`(part: String) throws {
    let scalars = part.unicodeScalars.count
    for (rule, limit) in [(NameRule.user, 32), (.room, 128)] {
      try rule.check(String(repeating: part, count: limit / scalars), limits: Limits())
      #expect(throws: Refusal.self) {
        try rule.check(String(repeating: part, count: limit / scalars) + "x", limits: Limits())
      }
    }
  }

  @Test(arguments: ["server", "Server", "SERVER", "\u{17f}erver"])
  func `nobody may be the server, but a room may`(name: String) throws {
    #expect(throws: Refusal(.nameInvalid, "The name is kept for the server itself.", field: "user")) {
      try NameRule.user.check(name, limits: Limits())
    }
    try NameRule.room.check(name, limits: Limits())
  }

  @Test func `a very long name is refused without being read to its end`() {
    #expect(throws: Refusal(.nameInvalid, "The name is longer than 32 characters.", field: "user")) {
      try NameRule.user.check(String(repeating: "\0", count: 10_000_000), limits: Limits())
    }
  }
}
