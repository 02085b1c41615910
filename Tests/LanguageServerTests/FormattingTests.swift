import Testing
import Wire

/// `textDocument/formatting`.
@Suite struct FormattingTests {
  private static let parameters =
    #"{"textDocument":{"uri":"file:///suite/a.chat"},"options":{"tabSize":2,"insertSpaces":true}}"#

  private func edits(_ text: String) throws -> JSON {
    let client = try Conversation()
    try client.open("a.chat", text)
    return try client.result("textDocument/formatting", Self.parameters)
  }

  @Test func `only the lines that change are replaced`() throws {
    #expect(
      try edits("title: t\nusers: bob\n\nbob   >   hi\nbob < nothing\n")
        == json(
          #"[{"range":{"start":{"line":3,"character":0},"end":{"line":4,"character":0}},"newText":"bob >   hi\n"}]"#
        ))
  }

  @Test func `a file in the canonical layout needs no change`() throws {
    #expect(try edits("title: t\nusers: bob\n\nbob < nothing\n") == .array([]))
  }

  @Test func `a final line feed is added`() throws {
    #expect(
      try edits("title: t\nusers: bob\n\nbob < nothing")
        == json(
          #"[{"range":{"start":{"line":3,"character":0},"end":{"line":4,"character":0}},"newText":"bob < nothing\n"}]"#
        ))
  }

  @Test func `a file with a mistake is left alone`() throws {
    #expect(try edits("title: t\nbob >> hi\n") == .null)
  }
}
