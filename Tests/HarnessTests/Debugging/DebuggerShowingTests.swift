import Harness
import ScenarioLanguage
import Testing

/// The debugger shows where the run is and what the server has.
@Suite struct DebuggerShowingTests {
  @Test func `it begins with the title and the first line`() throws {
    #expect(
      try ScenarioTexts.talk.debugger().greeting == """
        test.chat: Two people talk
        next  test.chat:9  alice > /join lobby

        """)
  }

  @Test func `list shows the lines around the next one, or around another`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("run 18", "list", "list 1") == """
        > run 18
        10 steps done
        next  test.chat:18  +1m
        > list
          13 | alice < user_join
          14 | say alice "good morning"
          15 | bob > it is
          16 | alice < chat_message seq=?seq
          17 | bob < chat_message seq=$seq
        > 18 | +1m
          19 | alice > /leave
          20 | bob < user_leave user=bob
        > list 1
          1 | title: Two people talk
          2 | users: alice bob
          3 |
          4 | macro say WHO TEXT
          5 |   $WHO > $TEXT
          6 |   alice, bob < chat_message user=$WHO message=$TEXT

        """)
  }

  @Test func `inbox shows what nobody has read, and names what is bound`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("inbox", "names", "run 17", "inbox", "inbox alice", "names") == """
        > inbox
        alice has read everything
        bob has read everything
        > names
        no name has a value yet
        > run 17
        9 steps done
        next  test.chat:17  bob < chat_message seq=$seq
        > inbox
        alice has read everything
        unread by bob:
          #13  bob < chat_message room=lobby seq=2 user=bob message="it is" at="2026-01-01T00:00:00.000Z"
        > inbox alice
        alice has read everything
        > names
        $seq = 2

        """)
  }

  @Test func `the rooms have their users, their newest seq and their rules`() throws {
    var debugger = try ScenarioTexts("title: T\nusers: alice bob\nguests: gina\n+1s\n").debugger()
    #expect(debugger.answer("rooms").text == "there is no room\n")
    for line in ["alice > /join lobby", "gina > /join lobby", "bob > /join lobby", "alice > good morning"] {
      for command in ["try \(line)", "keep"] { #expect(!debugger.answer(command).isRefusal) }
    }
    #expect(
      debugger.answer("rooms").text == """
        lobby: seq 1, users alice, bob, guests 1
          owner alice

        """)
  }

  @Test func `state has the clock, the sessions and the pairs that have talked`() throws {
    var debugger = try ScenarioTexts.talk.debugger()
    for command in ["run 18", "try alice > /pm bob hello", "keep", "try ! cut bob", "keep"] {
      #expect(!debugger.answer(command).isRefusal)
    }
    let state = debugger.answer("state").text
    #expect(
      state.hasPrefix(
        """
        2026-01-01T00:00:00.000Z, 10 of 13 steps done
        users 2, rooms 1, messages 3, all that ever were
        sessions:
          alice is connected, in lobby, 5 frames received
          bob is not connected
          a session of bob was cut and can be resumed, in lobby
        private messages:
          alice and bob: seq 1
        SHA-256 of the journal:\u{20}
        """))
    for command in ["try ! crash", "keep"] { #expect(!debugger.answer(command).isRefusal) }
    #expect(debugger.answer("state").text.contains("\nthe server is down; try ! restart\n"))
    #expect(debugger.answer("rooms").text == "the server is down; try ! restart\n")
  }

  @Test func `state tells what falls due next, and what it leads to`() throws {
    let text = try ScenarioTexts.reminder.debugged("run 10", "state", "inbox")
    #expect(
      text.contains(
        """
        falls due, if nobody does anything:
          2026-01-01T00:10:00.000Z, in 10m
            reminder >json {"type":"chat_message","id":"b3","room":"kitchen","message":"alice: tea","key":"b3"}
        """))
    #expect(text.hasSuffix("alice has read everything\n"), "it was seen in a copy")
  }

  @Test func `the transcript has numbers, by which frame shows one of it in full`() throws {
    #expect(
      try ScenarioTexts.talk.debugged("step", "transcript", "frame #4", "step", "frame 4") == """
        > step
        test.chat:9  alice > /join lobby
          #3  alice > /join lobby
          #4  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
        next  test.chat:10  alice < user_list
        > transcript
        #1  users: alice
        #2  users: bob
        #3  alice > /join lobby
        #4  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
        > frame #4
        #4  2026-01-01T00:00:00.000Z, because of #3
        alice < {"type":"user_list","room":"lobby","users":["alice"],"seq":0,"online":1,"more":false,"owner":"alice"}
        > step
        test.chat:10  alice < user_list
          took #4  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
        next  test.chat:11  bob   > /join lobby
        > frame 4
        #4  2026-01-01T00:00:00.000Z, because of #3, test.chat:10
        alice < {"type":"user_list","room":"lobby","users":["alice"],"seq":0,"online":1,"more":false,"owner":"alice"}

        """)
  }

  @Test func `secrets have the placeholders that reports have`() throws {
    let texts = ScenarioTexts(
      """
      title: Gina registers
      guests: gina

      gina >json {"type":"register","user":"gina","password":"correct horse battery"}
      gina < ready token=?token

      """)
    let text = try texts.debugged(
      "step", "list", "step", "names", "frame 2", "transcript", "inbox", "state",
      "try gina >json {\"type\":\"login\",\"user\":\"gina\",\"password\":\"wrong staple\"}",
      "try gina >json {\"type\":\"login\",\"password\":\"wrong staple\"")
    #expect(!text.contains("correct horse"))
    #expect(text.contains("\"password\":\"‹password 1›\""))
    #expect(text.contains("$token = \"‹token 1›\"\n") || text.contains("$token = ‹token 1›\n"))
    let answers = text.split(separator: "> try").dropFirst().map { $0.drop { $0 != "\n" } }
    #expect(answers.count == 2 && answers.allSatisfy { !$0.contains("wrong staple") })
  }

  @Test func `help has every command, and quit is the last`() throws {
    var debugger = try ScenarioTexts.talk.debugger()
    let help = debugger.answer("help").text
    for name in ["step", "next", "run", "back", "list", "inbox", "rooms", "state", "names", "transcript"] {
      #expect(help.contains("\n\(name)") || help.hasPrefix(name))
      #expect(!debugger.answer(name).isRefusal || name == "back")
    }
    #expect(help.contains("\nframe, f #N") && help.contains("\ntry LINE") && help.contains("\nkeep"))
    #expect(debugger.answer("q").isLast)
    #expect(!debugger.answer("help").isLast)
  }
}
