import Harness
import ScenarioLanguage
import Testing

/// The debugger goes forwards and backwards.
@Suite struct DebuggerMovingTests {
  @Test func `a step tells what was sent, what arrived at whom, and what an expectation took`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("step", "", "s 2") == """
        > step
        test.chat:9  alice > /join lobby
          #3  alice > /join lobby
          #4  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
        next  test.chat:10  alice < user_list
        >\u{20}
        test.chat:10  alice < user_list
          took #4  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
        next  test.chat:11  bob   > /join lobby
        > s 2
        test.chat:11  bob   > /join lobby
          #5  bob > /join lobby
          #6  alice < user_join room=lobby user=bob
          #7  bob < user_list room=lobby users=[alice, bob] seq=0 online=2 more=false owner=alice
        test.chat:12  bob   < user_list
          took #7  bob < user_list room=lobby users=[alice, bob] seq=0 online=2 more=false owner=alice
        next  test.chat:13  alice < user_join

        """)
  }

  @Test func `a name that is bound and time that passes are told`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("run 16", "step", "run 18", "step") == """
        > run 16
        8 steps done
        next  test.chat:16  alice < chat_message seq=?seq
        > step
        test.chat:16  alice < chat_message seq=?seq
          took #12  alice < chat_message room=lobby seq=2 user=bob message="it is" at="2026-01-01T00:00:00.000Z"
          $seq = 2
        next  test.chat:17  bob < chat_message seq=$seq
        > run 18
        1 step done
        next  test.chat:18  +1m
        > step
        test.chat:18  +1m
          #14  +1m
          it is 2026-01-01T00:01:00.000Z
        next  test.chat:19  alice > /leave

        """)
  }

  @Test func `a call is gone into by step, and over by next`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("run 14", "next", "back 1", "step", "next", "back to 14") == """
        > run 14
        5 steps done
        next  test.chat:5  $WHO > $TEXT
              in macro say, called at test.chat:14
        > next
        2 steps done
        next  test.chat:15  bob > it is
        > back 1
        next  test.chat:6  alice, bob < chat_message user=$WHO message=$TEXT
              in macro say, called at test.chat:14
        > step
        test.chat:6  alice, bob < chat_message user=$WHO message=$TEXT
          took #9  alice < chat_message room=lobby seq=1 user=alice message="good morning" at="2026-01-01T00:00:00.000Z"
          took #10  bob < chat_message room=lobby seq=1 user=alice message="good morning" at="2026-01-01T00:00:00.000Z"
        next  test.chat:15  bob > it is
        > next
        test.chat:15  bob > it is
          #11  bob > it is
          #12  alice < chat_message room=lobby seq=2 user=bob message="it is" at="2026-01-01T00:00:00.000Z"
          #13  bob < chat_message room=lobby seq=2 user=bob message="it is" at="2026-01-01T00:00:00.000Z"
        next  test.chat:16  alice < chat_message seq=?seq
        > back to 14
        next  test.chat:5  $WHO > $TEXT
              in macro say, called at test.chat:14

        """)
  }

  @Test func `run comes to a line with a text, to a failure, and to the end`() throws {
    let failed = try ScenarioTexts.talk.debugged("run to it is", "run", "step", "back")
    #expect(
      failed.replacing(#/\n\n.*\n\n/#.dotMatchesNewlines(), with: "\n(the failure)\n") == """
        > run to it is
        7 steps done
        next  test.chat:15  bob > it is
        > run
        5 steps done
        (the failure)
        the scenario has failed here; back undoes it
        > step
        the scenario has failed; go back before you go on
        > back
        next  test.chat:20  bob < user_leave user=bob

        """)
    #expect(
      try ScenarioTexts.reminder.debugged("run", "step", "back", "step", "") == """
        > run
        7 steps done
        the scenario has passed
        > step
        the scenario has passed; go back before you go on
        > back
        next  the end, where everything must have been read
        > step
        the end
        the scenario has passed
        >\u{20}
        the scenario has passed; go back before you go on

        """)
  }

  @Test func `a failure is told as a run tells it`() throws {
    let texts = ScenarioTexts.talk
    let result = try #require(try texts.run().first)
    let failure = try #require(result.verdict.failure)
    let told = ConsoleReport.text(of: failure, in: result)
    #expect(told.hasPrefix("test.chat:20:18: bob received something else\n"))
    #expect(try texts.debugged("run").contains("\n\(told)\n"))
  }

  @Test func `the end of a scenario is a step in which everything must have been read`() throws {
    let texts = ScenarioTexts("title: T\nusers: alice\n\nalice > /join lobby\n")
    let text = try texts.debugged("step", "step")
    #expect(text.contains("where everything must have been read\n> step\nthe end\n\ntest.chat:4:1: "))
    #expect(text.hasSuffix("the scenario has failed here; back undoes it\n"))
  }

  @Test func `a soft expectation that fails is told where it is, and again at the end`() throws {
    let texts = ScenarioTexts(
      "title: T\nusers: alice\n\nalice > /join lobby\nalice <& user_list room=hall\n+1s\n")
    let text = try texts.debugged("run 5", "step", "step", "step")
    #expect(
      text.contains(
        """
        test.chat:5  alice <& user_list room=hall
          took #3  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
          failed, and the run goes on: alice received something else
        next  test.chat:6  +1s

        """))
    #expect(text.contains("the end\n\ntest.chat:5:"))
    #expect(text.hasSuffix("the scenario has failed here; back undoes it\n"))
  }

  @Test(arguments: [ScenarioTexts.talk, .reminder])
  func `after going back the same steps lead to the same bytes`(texts: ScenarioTexts) throws {
    var debugger = try texts.debugger()
    var states = [debugger.answer("state").text]
    var steps: [String] = []
    for _ in 0..<7 {
      steps.append(debugger.answer("step").text)
      states.append(debugger.answer("state").text)
    }
    for count in 1...7 {
      _ = debugger.answer("back \(count)")
      #expect(debugger.answer("state").text == states[7 - count])
      for index in (7 - count)..<7 { #expect(debugger.answer("step").text == steps[index]) }
      #expect(debugger.answer("state").text == states[7])
    }
  }

  @Test func `rounds of a loop are stepped through, and a line in them is found round by round`() throws {
    let texts = ScenarioTexts(
      """
      title: Rounds
      users: alice

      alice > /join lobby
      alice < user_list
      repeat 2 as N
        alice > message $N
        alice < chat_message seq=?seq
      end

      """)
    #expect(
      try texts.debugged("run 7", "step", "run 7", "names", "run 7") == """
        > run 7
        2 steps done
        next  test.chat:7  alice > message $N
              in round 1 of 2, N=1, of the loop at test.chat:6
        > step
        test.chat:7  alice > message $N
          #4  alice > message 1
          #5  alice < chat_message room=lobby seq=1 user=alice message="message 1" at="2026-01-01T00:00:00.000Z"
        next  test.chat:8  alice < chat_message seq=?seq
              in round 1 of 2, N=1, of the loop at test.chat:6
        > run 7
        1 step done
        next  test.chat:7  alice > message $N
              in round 2 of 2, N=2, of the loop at test.chat:6
        > names
        $seq = 1
        > run 7
        no step that is left is at line 7; back to goes to the one before

        """)
  }

  @Test(
    arguments: [
      ("stpe", "no command is called stpe; did you mean step?; help lists them\n"),
      ("step none", "write step [N]\n"),
      ("step 0", "write step [N]\n"),
      ("rooms now", "rooms takes nothing after it\n"),
      ("run 99", "no step is at line 99\n"),
      ("run other.chat:9", "no step is at other.chat:9\n"),
      ("run to nowhere", "no step is at a line with nowhere\n"),
      ("back", "this is the beginning\n"),
      ("back to 9", "no step that was done is at line 9\n"),
      ("list 99", "test.chat has 20 lines\n"),
      ("inbox bbo", "no user or guest is called bbo; did you mean bob?\n"),
      ("frame 99", "the transcript has 2 entries, from #1\n"),
      ("keep", "there is nothing to keep; try a line first, where the scenario is not over\n"),
      ("try", "write try LINE\n"),
    ])
  func `what cannot be done is said, with what can be`(command: String, text: String) throws {
    var debugger = try ScenarioTexts.talk.debugger()
    let answer = debugger.answer(command)
    #expect(answer.text == text)
    #expect(answer.isRefusal)
  }
}
