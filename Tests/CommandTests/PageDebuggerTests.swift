import Harness
import ScenarioLanguage
import Testing
import Wire

@testable import verbatim

/// A scenario in the debugger of one window of the page; `Tests/Watch` steps through one in a browser.
@Suite struct PageDebuggerTests {
  /// What is told first of a scenario of a file.
  private func message(of text: String, named name: String? = nil) async throws -> JSON {
    let folder = try Folder(["a.chat": text])
    defer { folder.remove() }
    let path = folder.path + "/a.chat"
    let suite = WatchLoop.Suite(paths: [path], variables: Variables(), vocabulary: .chat, options: [])
    let (stream, continuation) = AsyncStream.makeStream(of: JSON.self)
    let debugger = PageDebugger(name ?? path, of: path, in: suite) { continuation.yield($0) }
    defer { debugger.end() }
    var iterator = stream.makeAsyncIterator()
    let first = await iterator.next()
    return try #require(first)
  }

  @Test func `what cannot be stepped through is told`() async throws {
    #expect(try await message(of: Sample.unreadable)["type"] == .string("note"))
    #expect(
      try await message(of: Sample.passing, named: "b.chat")
        == .frame("note", ("text", .string("b.chat cannot be read; its result says why"))))
  }
}
