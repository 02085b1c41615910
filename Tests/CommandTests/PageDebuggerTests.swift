import Harness
import ScenarioLanguage
import Testing
import Wire

@testable import verbatim

/// A scenario in the debugger of one window of the page: what the page asks, and what it is sent.
@Suite struct PageDebuggerTests {
  /// Everything that is told of a scenario of a file: its beginning, and each command's answer.
  private func messages(
    of text: String, named name: String? = nil, after commands: String...
  ) async throws -> [JSON] {
    let folder = try Folder(["a.chat": text])
    defer { folder.remove() }
    let path = folder.path + "/a.chat"
    let suite = WatchLoop.Suite(paths: [path], variables: Variables(), vocabulary: .chat, options: [])
    let (stream, continuation) = AsyncStream.makeStream(of: JSON.self)
    let debugger = PageDebugger(name ?? path, of: path, in: suite) { continuation.yield($0) }
    defer { debugger.end() }
    var iterator = stream.makeAsyncIterator()
    let first = await iterator.next()
    var messages = [try #require(first)]
    for command in commands {
      debugger.put(command)
      let answer = await iterator.next()
      messages.append(try #require(answer))
    }
    return messages
  }

  @Test func `each command is answered with where the run is then`() async throws {
    let messages = try await messages(of: Sample.failing, after: "step", "step", "back", "fly")
    #expect(messages.allSatisfy { $0["type"] == .string("position") })
    let lines: [JSON] = [.integer(6), .integer(7), .integer(7), .integer(7), .integer(7)]
    #expect(messages.compactMap { $0["line"] } == lines)
    #expect(messages[0]["answer"] == .string(""))
    #expect(messages[2]["place"] == .string("the scenario has failed here; back undoes it\n"))
    #expect(messages[4]["answer"] == .string("no command is called fly; help lists them\n"))
  }

  @Test func `what was tried can be kept once`() async throws {
    let messages = try await messages(of: Sample.passing, after: "try alice > /join pen", "keep")
    #expect(messages.compactMap { $0["canKeep"] } == [.bool(false), .bool(true), .bool(false)])
    #expect(messages[1]["rooms"] == .string("there is no room\n"))
    #expect(messages[2]["rooms"] == .string("pen: seq 0, users alice\n  owner alice\n"))
  }

  @Test func `what cannot be stepped through is told`() async throws {
    let unreadable = try await messages(of: Sample.unreadable)
    #expect(unreadable.compactMap { $0["type"] } == [.string("note")])
    let unknown = try await messages(of: Sample.passing, named: "b.chat")
    #expect(unknown == [.frame("note", ("text", .string("b.chat cannot be read; its result says why")))])
  }
}
