import Engine
import Harness
import ScenarioLanguage
import Testing
import Wire

@testable import Reports

/// How a transcript becomes lanes and steps, and what each client knows meanwhile.
@Suite("Lanes") struct LanesTests {
  private func transcript(_ kinds: [(kind: Transcript.Entry.Kind, cause: Int?)]) -> Transcript {
    var transcript = Transcript()
    for (kind, cause) in kinds { transcript.append(.init(at: .virtualStart, kind: kind, cause: cause)) }
    return transcript
  }

  private func event(_ name: String, _ type: String = "pong") -> Transcript.Entry.Kind {
    .received(by: name, .object([.init("type", .string(type))]))
  }

  @Test func `what somebody does stands above what it leads to`() {
    let lanes = Lanes(
      transcript([
        (.arrived("echo", isBot: true), nil), (.arrived("alice", isBot: false), nil),
        (.sent(by: "alice", .line("hi")), nil), (event("echo"), 2), (.sent(by: "echo", .json("{}")), 3),
        (event("alice"), 2), (event("alice"), 4), (event("echo"), 4),
      ]))
    #expect(lanes.lanes == [.init(name: "echo", isBot: true), .init(name: "alice", isBot: false)])
    #expect(
      lanes.steps == [
        .init(head: 2, effects: [3, 5]), .init(head: 4, effects: [6, 7], cause: 3),
      ])
  }

  @Test func `what arrives after the next thing was done has a step of its own`() {
    let lanes = Lanes(
      transcript([
        (.sent(by: "alice", .line("a")), nil), (.sent(by: "bob", .line("b")), nil), (event("bob"), 0),
        (event("alice"), 0),
      ]))
    #expect(lanes.steps == [.init(head: 0), .init(head: 1), .init(effects: [2, 3], cause: 0)])
  }

  @Test func `what has no known cause has a step without one`() {
    let lanes = Lanes(
      transcript([(.sent(by: "alice", .line("a")), nil), (event("bob"), nil), (event("alice"), nil)]))
    #expect(lanes.steps == [.init(head: 0), .init(effects: [1, 2])])
  }

  /// The view of a client at the end.
  private func view(of name: String, _ text: ScenarioTexts) throws -> String? {
    let result = try #require(try text.run().first)
    #expect(summary(result.verdict) == "passed")
    return Moments(result.transcript).changes.joined().last { $0.client == name }?.view.text
  }

  @Test(arguments: [
    ("alice < nothing", "in lobby (seq 0: alice, bob)"),
    ("alice > hi\nalice, bob < chat_message", "in lobby (seq 1: alice, bob)"),
    ("alice > /leave\nbob < user_leave", "in no room"),
    ("alice > /leave LOBBY\nbob < user_leave", "in no room"),
    ("alice > /leave attic\nalice < error", "in lobby (seq 0: alice, bob)"),
    (
      "bob > /join hall\nbob < user_list\nalice > /who hall\nalice < user_list",
      "in lobby (seq 0: alice, bob)"
    ),
    ("bob > /leave\nalice < user_leave", "in lobby (seq 0: alice)"),
    ("! cut alice", "cut off; in lobby (seq 0: alice, bob)"),
    ("! close alice\nbob < user_leave", "closed with 1000; in no room"),
    ("! stall alice", "not reading; in lobby (seq 0: alice, bob)"),
    ("! crash", "cut off; in lobby (seq 0: alice, bob)"),
    ("! cut alice\n! return alice\nalice < ready", "in lobby (seq 0: alice, bob)"),
    ("! cut alice\n+1h\nbob < user_leave\n! return alice\nalice < ready resumed=false", "in no room"),
    ("alice > /join hall\nalice < user_list", "in lobby (seq 0: alice, bob), hall (seq 0: alice)"),
  ]) func `a client knows what its frames tell it`(body: String, expected: String) throws {
    // Something is done at the end, before which everything has been read.
    let text = try #require(try view(of: "alice", .lobby(body + "\n+1s")))
    #expect(text.split(separator: "; unread").first.map(String.init) == expected)
  }

  @Test func `what was not read yet waits`() throws {
    let result = try #require(
      try ScenarioTexts.lobby("alice, bob > hi\nalice, bob < chat_message\nalice, bob < chat_message").run()
        .first)
    let changes = Moments(result.transcript).changes
    let unread = changes.joined().filter { $0.client == "alice" }.map(\.view.unread)
    #expect(unread.last == ["chat_message", "chat_message"])
    #expect(unread.contains([]))
  }
}
