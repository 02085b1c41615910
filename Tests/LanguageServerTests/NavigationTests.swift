import Testing
import Wire

/// Definitions, references, symbols, folds and colours; the cursor is at `§`.
@Suite struct NavigationTests {
  private static let macros = "macro meet WHO ROOM\n  $WHO > /join $ROOM\nend\n"

  private func place(_ answer: JSON) -> String {
    let start = answer["range"]?["start"]
    let name = answer["uri"]?.words.split(separator: "/").last ?? ""
    guard case .integer(let line)? = start?["line"], case .integer(let character)? = start?["character"]
    else {
      return ""
    }
    return "\(name):\(line + 1):\(character + 1)"
  }

  @Test(arguments: [
    ("title: t\nusers: alice bob\nbo§b > hi", "a.chat:2:14"),
    ("title: t\nusers: alice/phone alice\nalice/ph§one > hi", "a.chat:2:8"),
    ("users: alice\nbots: echo\n! cut ec§ho", "a.chat:2:7"),
    ("users: a\n" + macros + "me§et a lobby", "a.chat:2:7"),
    (macros.replacing("join $R", with: "join $§R"), "a.chat:1:16"),
    ("users: a\na < ack seq=?n\na > it is $§n", "a.chat:2:13"),
    ("users: a\na < ack x=/(?<when>.)/\na > it is $§when", "a.chat:2:15"),
    ("variables: ROOM\nusers: a\na > /join $RO§OM", "a.chat:1:12"),
    ("users: a\ncases:\n| line |\n| x |\n\na > $li§ne", "a.chat:3:3"),
    ("users: a\nrepeat 3 as N\n  a > $§N\nend", "a.chat:2:13"),
    ("title: t\ninclude setup/b§.chat", "b.chat:1:1"),
    ("title: t\ninclude setup/b.chat\ngre§et a", "b.chat:2:7"),
  ])
  func `a word leads to where it is defined`(marked: String, expected: String) throws {
    let client = try Conversation(["setup/b.chat": "users: x\nmacro greet WHO\n  $WHO > hi\nend\n"])
    let answer = try client.ask("textDocument/definition", at: marked)
    #expect(place(answer) == expected)
  }

  @Test func `a parameter and a name elsewhere are two`() throws {
    let client = try Conversation()
    let text = "users: a\nmacro m N\n  a > $N\nend\na < ack seq=?N\na > $§N\n"
    let found = try client.ask(
      "textDocument/references", at: text, #","context":{"includeDeclaration":true}"#)
    #expect(found.list.map(place) == ["a.chat:5:13", "a.chat:6:5"])
  }

  @Test func `what has no definition leads nowhere`() throws {
    let client = try Conversation()
    #expect(try client.ask("textDocument/definition", at: "a > $§x\n") == .null)
    #expect(try client.ask("textDocument/definition", at: "§") == .null)
  }

  private static let whole = """
    title: t
    # one
    # two
    cases:
    | a | b |
    | 1 | 2 |

    macro meet WHO
      $WHO > hi
    end

    == First
    any
      a < ack
      b < ack
    end

    == Second
    a > hi

    """

  @Test func `sections and macros are listed`() throws {
    let client = try Conversation()
    try client.open("a.chat", Self.whole)
    let found = try client.result(
      "textDocument/documentSymbol", #"{"textDocument":{"uri":"file:///suite/a.chat"}}"#)
    #expect(found.list.map { $0["name"] } == [.string("meet"), .string("First"), .string("Second")])
    #expect(found.list.first?["detail"] == .string("WHO"))
    #expect(
      try found.list.dropFirst().first?["range"]
        == json(#"{"start":{"line":11,"character":0},"end":{"line":15,"character":3}}"#))
  }

  @Test func `comments, tables, macros, sections and blocks can be folded`() throws {
    let client = try Conversation()
    try client.open("a.chat", Self.whole)
    let found = try client.result(
      "textDocument/foldingRange", #"{"textDocument":{"uri":"file:///suite/a.chat"}}"#)
    #expect(
      try found
        == json(
          #"""
          [{"startLine":1,"endLine":2,"kind":"comment"},{"startLine":3,"endLine":5},{"startLine":7,"endLine":9},
          {"startLine":11,"endLine":15},{"startLine":12,"endLine":15},{"startLine":17,"endLine":18}]
          """#))
  }

  @Test func `each token has its kind, counted from the one before`() throws {
    let client = try Conversation()
    try client.open("a.chat", "users: bob\nbob < ack seq=?n # c\n")
    let found = try client.result(
      "textDocument/semanticTokens/full", #"{"textDocument":{"uri":"file:///suite/a.chat"}}"#)
    // keyword 0, variable 1, parameter 2, property 4, event 5, comment 10, operator 11
    #expect(
      try found
        == json(
          #"""
          {"data":[0,0,5,0,0, 0,7,3,1,1, 1,0,3,1,0, 0,4,1,11,0, 0,2,3,5,0, 0,4,3,4,0, 0,3,1,11,0, 0,1,2,2,1, 0,3,3,10,0]}
          """#))
  }
}
