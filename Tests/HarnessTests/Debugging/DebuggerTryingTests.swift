import Harness
import ScenarioLanguage
import Testing

/// The debugger does lines that the scenario does not have.
@Suite struct DebuggerTryingTests {
  @Test func `what is tried happens on a copy, whatever is unread`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("step 3", "try bob > hi", "inbox bob", "keep", "inbox bob", "back")
        .text(from: "> try") == """
          > try bob > hi
            #8  bob > hi
            #9  alice < chat_message room=lobby seq=1 user=bob message=hi at="2026-01-01T00:00:00.000Z"
            #10  bob < chat_message room=lobby seq=1 user=bob message=hi at="2026-01-01T00:00:00.000Z"
          tried on a copy; keep goes on with it
          > inbox bob
          unread by bob:
            #7  bob < user_list room=lobby users=[alice, bob] seq=0 online=2 more=false owner=alice
          > keep
          kept
          next  test.chat:12  bob   < user_list
          > inbox bob
          unread by bob:
            #7  bob < user_list room=lobby users=[alice, bob] seq=0 online=2 more=false owner=alice
            #10  bob < chat_message room=lobby seq=1 user=bob message=hi at="2026-01-01T00:00:00.000Z"
          > back
          next  test.chat:12  bob   < user_list

          """)
  }

  @Test func `time, faults, calls and expectations can be tried, with the names that are bound`() throws {
    let text = try ScenarioTexts.talk.debugged(
      "run 18", "try +1h", "try ! cut bob", "try say bob second", "try alice < nothing",
      "try alice > it was $seq")
    #expect(text.contains("> try +1h\n  #14  +1h\n  it is 2026-01-01T01:00:00.000Z\ntried on a copy; "))
    #expect(text.contains("> try ! cut bob\n  #14  ! cut bob\n"))
    #expect(text.contains("  #14  bob > second\n"))
    #expect(text.contains("  took #15  alice < chat_message room=lobby seq=3 user=bob message=second "))
    #expect(text.contains("> try alice < nothing\n  nothing is unread\ntried on a copy; "))
    #expect(text.contains("  #14  alice > it was 2\n"))
  }

  @Test func `a line that fails tells why, and cannot be kept`() throws {
    let text = try ScenarioTexts.talk.debugged("step", "try alice < nothing", "keep")
    #expect(text.contains("line:1:1: alice received an event where nothing was expected\n"))
    #expect(text.contains(" 1 | alice < nothing\n"))
    #expect(!text.contains("run it again"))
    #expect(text.contains("tried on a copy\n> keep\nthere is nothing to keep; "))
  }

  @Test func `after going back what was kept is done again`() throws {
    var debugger = try ScenarioTexts.talk.debugger()
    for command in ["run 15", "try +3m", "keep", "step"] { _ = debugger.answer(command) }
    let state = debugger.answer("state").text
    #expect(state.hasPrefix("2026-01-01T00:03:00.000Z, 8 of 13 steps done\n"))
    for command in ["step", "back"] { _ = debugger.answer(command) }
    #expect(debugger.answer("state").text == state)
    _ = debugger.answer("back 2")
    #expect(debugger.answer("state").text.hasPrefix("2026-01-01T00:00:00.000Z, 7 of 13 steps done\n"))
  }

  @Test func `where the scenario is over lines can be tried and not kept`() throws {
    let text = try ScenarioTexts.talk.debugged("run", "try bob < user_leave user=alice", "keep")
    #expect(text.contains("  took #16  bob < user_leave room=lobby user=alice\ntried on a copy\n"))
    #expect(text.contains("there is nothing to keep"))
  }

  @Test func `a line can use the cells of the case`() throws {
    let texts = ScenarioTexts(
      """
      title: Words are messages
      users: alice
      cases:
      | word |
      | one  |
      | two  |

      alice > /join lobby
      alice < user_list

      """)
    #expect(try texts.debugged("run 9", "try alice > $word", case: 1).contains("alice > two\n"))
  }

  @Test(
    arguments: [
      ("alice >> hi", "line:1:"), ("carol > hi", "no user is called carol"),
      ("alice < chat_mesage", "did you mean \"chat_message\"?"),
      ("alice > $seq", "nothing has given $seq a value before this line"),
      ("title: other", "this is no step"), ("repeat 2", "line:1:"), ("include other.chat", "this is no step"),
      ("until 2020-01-01", "virtual time begins at 2026-01-01"), ("say alice", "say takes 2 arguments, not 1"),
    ])
  func `what is no line of the scenario is said, with what helps`(line: String, text: String) throws {
    var debugger = try ScenarioTexts.talk.debugger()
    let answer = debugger.answer("try \(line)")
    #expect(answer.isRefusal)
    #expect(answer.text.contains(text))
  }
}

extension String {
  /// The text from where another one begins.
  fileprivate func text(from start: String) -> String {
    guard let range = firstRange(of: start) else { return self }
    return String(self[range.lowerBound...])
  }
}
