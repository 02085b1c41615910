import Bots
import Engine
import Testing
import Wire

@Suite("A bot's pace") struct PaceTests {
  /// A bot that is asked for so many answers at once, on a server that lets two messages pass and then one a second.
  private func begin(answers: Int) throws -> Transcript {
    let bot = ScriptedBot { event in
      guard case .message = event else { return [] }
      return (1...answers).map { .say("\($0)", room: "lobby") }
    }
    var chat = Transcript(bot)
    _ = try chat.receive(
      #"{"type":"hello","limits":{"messages_burst":2,"messages_per_second":1,"queries_burst":"many","new":1}}"#
    )
    _ = try chat.receive(#"{"type":"ready","user":"bot","session":"s","resumed":false}"#)
    return chat
  }

  @Test func `it is the one that hello tells, so that nothing has to be refused`() throws {
    var chat = try begin(answers: 4)
    #expect(try chat.hear("go", from: "alice", seq: 1) == [Transcript.say("1", id: "b1")])
    #expect(try chat.confirm("b1") == [Transcript.say("2", id: "b2")])
    #expect(try chat.confirm("b2").isEmpty)
    #expect(chat.driver.nextDeadline == chat.now.advanced(by: .seconds(1)))
    #expect(chat.wait(999).isEmpty)
    #expect(chat.wait(1) == [Transcript.say("3", id: "b3")])
    #expect(try chat.confirm("b3").isEmpty)
    #expect(chat.wait(1000) == [Transcript.say("4", id: "b4")])
    #expect(chat.driver.takeProblems().isEmpty)
  }

  @Test func `other commands have allowances of their own, but nothing overtakes`() throws {
    let bot = ScriptedBot { event in
      guard case .message = event else { return [] }
      return [
        .say("1", room: "lobby"), .say("2", room: "lobby"), .say("3", room: "lobby"), .join(room: "tea"),
      ]
    }
    var chat = Transcript(bot)
    _ = try chat.receive(#"{"type":"hello","limits":{"messages_burst":2,"messages_per_second":1}}"#)
    _ = try chat.receive(#"{"type":"ready","user":"bot","session":"s","resumed":false}"#)
    _ = try chat.hear("go", from: "alice", seq: 1)
    _ = try chat.confirm("b1")
    #expect(try chat.confirm("b2").isEmpty)
    #expect(chat.wait(1000) == [Transcript.say("3", id: "b3")])
    #expect(try chat.confirm("b3") == [Transcript.join("tea", id: "b4")])
  }

  @Test func `a refusal all the same is waited for and sent again`() throws {
    var chat = try begin(answers: 1)
    _ = try chat.hear("go", from: "alice", seq: 1)
    #expect(try chat.refuse("b1", "rate_limited", retryAfter: 5000).isEmpty)
    #expect(chat.wait(4999).isEmpty)
    #expect(chat.wait(1) == [Transcript.say("1", id: "b1")])
  }
}
