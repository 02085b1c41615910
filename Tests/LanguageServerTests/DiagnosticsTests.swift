import Testing
import Wire

/// What is published about files as they are written.
@Suite struct DiagnosticsTests {
  private static let good = "title: t\ncovers: ROOM-1\nusers: bob\nbob < nothing\n"

  private func diagnostics(_ messages: [JSON], of name: String = "a.chat") -> [JSON] {
    let published = messages.last { $0["params"]?["uri"] == .string(Conversation.uri(name)) }
    return published?["params"]?["diagnostics"]?.list ?? []
  }

  @Test func `a file without mistakes has none, and its version is told`() throws {
    let client = try Conversation()
    #expect(
      try client.open("a.chat", Self.good)
        == [
          json(
            #"{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"uri":"file:///suite/a.chat","version":1,"diagnostics":[]}}"#
          )
        ])
  }

  @Test func `a mistake has its place, its code and its remedy`() throws {
    let client = try Conversation()
    let found = diagnostics(try client.open("a.chat", Self.good + "! cutt bob\n"))
    #expect(
      try found == [
        json(
          #"""
          {"range":{"start":{"line":4,"character":2},"end":{"line":4,"character":6}},"severity":1,"code":"fault-unknown",
          "source":"verbatim","message":"no fault is called cutt\ndid you mean \"cut\"?\nremedy: the faults are cut return close stall flow crash restart replay"}
          """#)
      ])
  }

  @Test func `a place behind an emoji is counted in UTF-16`() throws {
    let client = try Conversation()
    let text = Self.good + "bob < error message=\"😀\" code=bad_fame\n"
    let found = diagnostics(try client.open("a.chat", text))
    #expect(found.first?["code"] == .string("field-value-unknown"))
    #expect(try found.first?["range"]?["start"] == json(#"{"line":4,"character":25}"#))
  }

  @Test func `what is not used is marked as superfluous`() throws {
    let client = try Conversation()
    let found = diagnostics(try client.open("a.chat", Self.good.replacing("bob\nbob", with: "bob eve\nbob")))
    #expect(found.first?["code"] == .string("user-unused"))
    #expect(found.first?["severity"] == .integer(2))
    #expect(found.first?["tags"] == .array([.integer(1)]))
  }

  @Test func `a related place is told to a client that shows it`() throws {
    let text = Self.good + "== A\nbob < nothing\n== A\nbob < nothing\n"
    let plain = try Conversation()
    let short = diagnostics(try plain.open("a.chat", text))
    #expect(short.count == 1 && short.first?["relatedInformation"] == nil)
    let client = try Conversation(
      capabilities: #"{"textDocument":{"publishDiagnostics":{"relatedInformation":true}}}"#)
    #expect(
      try diagnostics(try client.open("a.chat", text)).first?["relatedInformation"]
        == json(
          #"""
          [{"location":{"uri":"file:///suite/a.chat","range":{"start":{"line":4,"character":0},"end":{"line":4,"character":4}}},
          "message":"it is first here"}]
          """#))
  }

  @Test func `changes of parts are made in their order`() throws {
    let client = try Conversation()
    try client.open("a.chat", "title: 😀t\r\ncovers: ROOM-1\nusers: bob\nbob < nothing\n")
    let messages = try client.notify(
      "textDocument/didChange",
      #"""
      {"textDocument":{"uri":"file:///suite/a.chat","version":2},"contentChanges":[
      {"range":{"start":{"line":0,"character":9},"end":{"line":1,"character":0}},"text":"a\n"},
      {"range":{"start":{"line":3,"character":6},"end":{"line":3,"character":13}},"text":"user_jion"}]}
      """#)
    let found = diagnostics(messages)
    #expect(found.map { $0["code"] } == [.string("event-unknown")])
    #expect(messages.last?["params"]?["version"] == .integer(2))
    let lens = try client.result("textDocument/codeLens", #"{"textDocument":{"uri":"file:///suite/a.chat"}}"#)
    #expect(try lens.list.first?["range"]?["end"] == json(#"{"line":0,"character":10}"#))
  }

  @Test func `a change of the whole text replaces it, and closing takes the findings away`() throws {
    let client = try Conversation()
    try client.open("a.chat", "nonsense")
    let changed = try client.notify(
      "textDocument/didChange",
      #"""
      {"textDocument":{"uri":"file:///suite/a.chat","version":2},
      "contentChanges":[{"text":"title: t\ncovers: ROOM-1\nusers: bob\nbob < nothing\n"}]}
      """#)
    #expect(diagnostics(changed).isEmpty && changed.count == 1)
    try client.open("a.chat", "nonsense")
    let closed = try client.notify(
      "textDocument/didClose", #"{"textDocument":{"uri":"file:///suite/a.chat"}}"#)
    #expect(
      try closed == [
        json(
          #"{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"uri":"file:///suite/a.chat","diagnostics":[]}}"#
        )
      ])
  }

  @Test func `an included file is read from the disk, or as it is open`() throws {
    let text = "title: t\ncovers: ROOM-1\nusers: bob\ninclude setup/b.chat\nbob < nothing\n"
    let client = try Conversation(["setup/b.chat": "bob < user_jion\n"])
    let found = diagnostics(try client.open("a.chat", text))
    #expect(found.map { $0["code"] } == [.string("event-unknown")])
    // It is shown at the line that includes the file.
    #expect(found.first?["range"]?["start"]?["line"] == .integer(3))
    let message = found.first?["message"]?.words ?? ""
    #expect(message.hasPrefix("/suite/setup/b.chat:1: no event is called user_jion"))
    let opened = try client.open("setup/b.chat", "bob < nothing\n")
    #expect(diagnostics(opened).isEmpty)
    #expect(opened.count == 2)
  }

  @Test func `a missing included file is an error at the line`() throws {
    let client = try Conversation()
    let found = diagnostics(try client.open("a.chat", Self.good + "include b.chat\n"))
    #expect(found.map { $0["code"] } == [.string("include-missing")])
  }
}
