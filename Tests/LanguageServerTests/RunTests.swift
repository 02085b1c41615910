import Testing
import Wire

/// Code lenses, and the command that they carry out.
@Suite struct RunTests {
  private static let cases = """
    title: t
    covers: ROOM-1
    users: alice
    cases:
    | line    | code        |
    | "/join" | bad_frame   |
    | "/nix"  | bad_frame   |

    alice > $line
    alice < error code=$code

    """

  private func run(
    _ client: Conversation, _ arguments: String
  ) throws -> (findings: [JSON], shown: JSON?, result: JSON?) {
    let messages = try client.messages(
      for: "workspace/executeCommand", #"{"command":"verbatim.run","arguments":\#(arguments)}"#)
    let published = messages.first { $0["method"] == .string("textDocument/publishDiagnostics") }
    let shown = messages.first { $0["method"] == .string("window/showMessage") }
    return (published?["params"]?["diagnostics"]?.list ?? [], shown?["params"], messages.last?["result"])
  }

  @Test func `a file and each of its cases can be run`() throws {
    let client = try Conversation()
    try client.open("a.chat", Self.cases)
    let lenses = try client.result(
      "textDocument/codeLens", #"{"textDocument":{"uri":"file:///suite/a.chat"}}"#)
    #expect(
      try lenses.list.map { $0["command"]?["arguments"] } == [
        json(#"["/suite/a.chat"]"#), json(#"["/suite/a.chat","/join"]"#),
        json(#"["/suite/a.chat","/nix"]"#),
      ])
    #expect(
      lenses.list.map { $0["range"]?["start"]?["line"] } == [.integer(0), .integer(5), .integer(6)])
  }

  @Test func `a failure is shown where it was, until the file changes`() throws {
    let client = try Conversation()
    try client.open("a.chat", Self.cases)
    let (findings, shown, result) = try run(client, #"["/suite/a.chat"]"#)
    #expect(findings.map { $0["code"] } == [.string("mismatch")])
    #expect(findings.first?["range"]?["start"]?["line"] == .integer(9))
    #expect(findings.first?["message"]?.words.hasPrefix("/nix: alice received something else") == true)
    #expect(try shown == json(#"{"type":1,"message":"1 passed, 1 failed"}"#))
    #expect(result?["failed"] == .integer(1) && result?["passed"] == .integer(1))
    let changed = try client.open("a.chat", Self.cases)
    #expect(changed.first?["params"]?["diagnostics"] == .array([]))
  }

  @Test func `one case is run by itself`() throws {
    let client = try Conversation()
    try client.open("a.chat", Self.cases)
    let (findings, shown, _) = try run(client, #"["/suite/a.chat","/join"]"#)
    #expect(findings.isEmpty)
    #expect(try shown == json(#"{"type":3,"message":"1 passed, 0 failed"}"#))
  }

  @Test func `a file on the disk is run too, and what it includes`() throws {
    let client = try Conversation([
      "a.chat": "title: t\ncovers: ROOM-1\nusers: alice\ninclude b.chat\n",
      "b.chat": "alice > /join lobby\nalice < user_list\n",
    ])
    let (_, shown, _) = try run(client, #"["/suite/a.chat"]"#)
    #expect(try shown == json(#"{"type":3,"message":"1 passed, 0 failed"}"#))
  }

  @Test(
    arguments: [
      (#"{"command":"verbatim.walk","arguments":["x"]}"#, -32_602),
      (#"{"command":"verbatim.run"}"#, -32_602),
      (#"{"command":"verbatim.run","arguments":["/suite/a.chat","none"]}"#, -32_803),
    ] as [(String, Int64)])
  func `what cannot be run is refused`(parameters: String, code: Int64) throws {
    let client = try Conversation(["a.chat": Self.cases])
    #expect(try client.refusal("workspace/executeCommand", parameters).code == .integer(code))
  }
}
