import Testing
import Wire

/// `textDocument/rename` and `textDocument/prepareRename`; the cursor is at `§`.
@Suite struct RenameTests {
  /// The file after its edits.
  private func renamed(
    _ marked: String, to name: String, disk: [String: String] = [:], in file: String = "a.chat"
  ) throws -> String {
    let client = try Conversation(disk)
    let answer = try client.ask("textDocument/rename", at: marked, #","newName":"\#(name)""#)
    let edits = answer["changes"]?[Conversation.uri(file)]?.list ?? []
    let text = file == "a.chat" ? marked.replacing("§", with: "") : disk[file] ?? ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
    for edit in edits.reversed() {
      let range = edit["range"]
      guard case .integer(let line)? = range?["start"]?["line"],
        case .integer(let start)? = range?["start"]?["character"],
        case .integer(let end)? = range?["end"]?["character"]
      else { continue }
      lines[Int(line)].replaceSubrange(Int(start)..<Int(end), with: Array(edit["newText"]?.words ?? ""))
    }
    return lines.map { String($0) }.joined(separator: "\n")
  }

  private func refusal(_ marked: String, to name: String, disk: [String: String] = [:]) throws -> String {
    let client = try Conversation(disk)
    let parameters = try client.parameters(at: marked, #","newName":"\#(name)""#)
    return try client.refusal("textDocument/rename", parameters).message
  }

  private static let meeting = "users: bob\nmacro meet WHO\n  $WHO > /join lobby\nend\n"

  @Test(
    arguments: [
      (
        "users: a\na < ack seq=?n\na > it is $§n\na < chat_message seq=$n message=\"$n!\"", "first",
        "users: a\na < ack seq=?first\na > it is $first\na < chat_message seq=$first message=\"$first!\""
      ),
      (
        "users: a\na < ack x=/(?<w§hen>.)/ y=$when+1", "time",
        "users: a\na < ack x=/(?<time>.)/ y=$time+1"
      ),
      (
        "users: a\nmacro m N\n  a > $§N\nend\na < ack seq=?x", "COUNT",
        "users: a\nmacro m COUNT\n  a > $COUNT\nend\na < ack seq=?x"
      ),
      (
        "users: a\nmacro me§et\n  a > hi\nend\nmeet", "greet", "users: a\nmacro greet\n  a > hi\nend\ngreet"
      ),
      (
        "users: bob bob/phone eve\nbo§b, bob/phone > hi\neve < user_list users=[bob, \"eve\"]\n! cut bob",
        "robert",
        "users: robert robert/phone eve\nrobert, robert/phone > hi\neve < user_list users=[robert, \"eve\"]\n! cut robert"
      ),
      (
        "users: a\ncases:\n| line |\n| x |\n\na > $li§ne", "text",
        "users: a\ncases:\n| text |\n| x |\n\na > $text"
      ),
    ] as [(String, String, String)])
  func `a name is changed everywhere`(marked: String, name: String, expected: String) throws {
    #expect(try renamed(marked, to: name) == expected)
  }

  @Test func `a macro of an included file is changed there too`() throws {
    let text = "title: t\nusers: bob\ninclude b.chat\nme§et bob\n"
    #expect(try renamed(text, to: "greet", disk: ["b.chat": Self.meeting]).hasSuffix("\ngreet bob\n"))
    #expect(
      try renamed(text, to: "greet", disk: ["b.chat": Self.meeting], in: "b.chat")
        == Self.meeting.replacing("meet", with: "greet"))
  }

  @Test(arguments: [
    ("users: bob\nbo§b > I am bob.", "rob", "bob is also in a text, where it may mean something else"),
    ("users: bob\nbots: echo\nbob < chat_message user=echo\n! cut ec§ho", "x", "echo is a bot"),
    ("variables: ROOM\nusers: a\na > $RO§OM", "X", "ROOM is a variable"),
    ("users: bob\nbo§b > hi\n! cutt bob", "rob", "/suite/a.chat:3 has a mistake"),
    ("users: bob\ninclude b.chat\nbo§b > hi", "rob", "cannot read /suite/b.chat: there is no such file"),
    ("users: bob eve\nbo§b > hi", "eve", "eve is taken: /suite/a.chat:1"),
    ("users: bob\nbo§b > hi", "a b", "a b is not a valid name here"),
    ("users: a\na < ack seq=?§n", "title", "title is not a valid name here"),
    ("users: a\nmacro me§et\n  a > hi\nend", "repeat", "repeat is not a valid name here"),
    ("users: a\na > $§x", "y", "nothing here says what x is"),
    ("users: a\na < ack§ seq=1", "y", "only users, macros and names for values can be renamed"),
    ("users: bob\ncases: rows.csv\nbo§b > hi", "rob", "bob may be in the cases of rows.csv too"),
  ])
  func `what is not safe is refused with the reason`(marked: String, name: String, reason: String) throws {
    #expect(try refusal(marked, to: name).hasPrefix(reason))
  }

  @Test func `what another file includes too is not changed behind its back`() throws {
    let text = "title: t\nusers: bob\ninclude b.chat\nme§et bob\n"
    let disk = ["b.chat": Self.meeting, "c.chat": text.replacing("§", with: "")]
    #expect(try refusal(text, to: "greet", disk: disk).hasPrefix("/suite/c.chat includes /suite/b.chat too"))
  }

  @Test func `before renaming the part of the word is told`() throws {
    let client = try Conversation()
    #expect(
      try client.ask("textDocument/prepareRename", at: "users: bob/phone\nbob/ph§one > hi")
        == json(
          #"{"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":3}},"placeholder":"bob"}"#)
    )
  }
}
