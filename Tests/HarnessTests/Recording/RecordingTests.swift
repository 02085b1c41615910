import Engine
import Recording
import Testing

/// Recordings of actions that come from nowhere in particular.
struct RecordingTests {
  private func sends(_ connection: String, _ frame: String, at milliseconds: Int64 = 0) -> RecordedAction {
    RecordedAction(on: connection, at: Instant(milliseconds: milliseconds), .sends(Array(frame.utf8)))
  }

  private func does(
    _ connection: String, _ kind: RecordedAction.Kind, at milliseconds: Int64 = 0
  ) -> RecordedAction {
    RecordedAction(on: connection, at: Instant(milliseconds: milliseconds), kind)
  }

  @Test func `two users, time and a cut become a scenario that can be read aloud`() throws {
    let recording = try Recording.scenario(
      of: [
        does("1", .connects), sends("1", #"{"type":"login","user":"ann","password":"a secret of hers"}"#),
        does("1", .logsIn(user: "ann", resuming: nil)),
        sends("1", #"{"type":"line","line":"/join lobby"}"#),
        does("2", .connects), does("2", .logsIn(user: "ben", resuming: nil)),
        sends("2", #"{"type":"line","line":"/join lobby"}"#),
        does("2", .breaks, at: 90_000),
        sends("1", #"{"type":"line","line":"it costs $5, $ben"}"#, at: 90_000),
        does("3", .connects, at: 91_500), does("3", .logsIn(user: "ben", resuming: "2"), at: 91_500),
      ], title: "Ann and Ben")
    #expect(
      recording.text == """
        title: Ann and Ben
        covers: ROOM-1 ROOM-2 MSG-1
        tags: recorded
        users: ann ben
        needs: uninterrupted

        ann > /join lobby
        ann < user_list room=lobby users=[ann]
        ben > /join lobby
        ann < user_join room=lobby user=ben
        ben < user_list room=lobby users=[ann, ben]
        +90s
        ! cut ben
        ann > it costs $5, $$ben
        ann < chat_message room=lobby seq=1 user=ann message="it costs $5, $$ben"
        +1500ms
        ! return ben
        ben < ready user=ben resumed=true
        ben < chat_message room=lobby seq=1 user=ann message="it costs $5, $$ben"

        """)
    #expect(recording.leftOut == [])
  }

  @Test(arguments: [
    #"{"type":"set_password","old_password":"a secret of hers","password":"another secret"}"#,
    #"{"type":"log\u0069n","user":"ann","password":"a secret of hers"}"#,
    #"{"type":"register","user":"eve","password":"a secret of hers"}"#,
    #"{"type":"login","password":"a secret of hers""#,
    #"{"type":"ping","extra":[{"token":"a secret of hers"}]}"#,
    #"{"type":"line","line":"my password is a secret of hers"}"#,
  ])
  func `a secret is never written down, whatever frame it is in`(frame: String) throws {
    let recording = try Recording.scenario(
      of: [
        does("1", .connects), sends("1", #"{"type":"login","user":"ann","password":"a secret of hers"}"#),
        does("1", .logsIn(user: "ann", resuming: nil)), sends("1", frame),
        sends("1", #"{"type":"line","line":"/rooms"}"#),
      ], title: "A secret")
    #expect(!recording.text.contains("secret of hers"))
    #expect(!recording.text.contains("another"))
    #expect(recording.leftOut.count == 1)
  }

  @Test func `names that a scenario cannot have are mapped, also where frames name them`() throws {
    let recording = try Recording.scenario(
      of: [
        does("1", .connects), does("1", .logsIn(user: "o'neil", resuming: nil)),
        does("2", .connects), does("2", .logsIn(user: "a/b", resuming: nil)),
        does("3", .connects), does("3", .logsIn(user: "a/b", resuming: nil)),
        sends("3", #"{"type":"line","line":"/pm O'Neil hello  there"}"#),
        sends("2", #"{"type":"private_message","to":"o'neil","message":"$x\u200b"}"#),
      ], title: "Odd names")
    #expect(recording.text.contains("users: o_neil a_b a_b/2\n"))
    #expect(recording.text.contains("a_b/2  > /pm o_neil hello  there\n"))
    #expect(
      recording.text.contains(#"a_b    >json {"type":"private_message","to":"o_neil","message":"$$x\u200b"}"#)
    )
    #expect(recording.leftOut.count == 2)
  }

  @Test func `a guest who logs in, bytes and a restart can be said`() throws {
    let recording = try Recording.scenario(
      of: [
        does("0", .connects), does("0", .logsIn(user: "ann", resuming: nil)),
        sends("0", #"{"type":"line","line":"/join lobby"}"#),
        does("1", .connects), sends("1", #"{"type":"line","line":"/join lobby"}"#),
        does("", .serverRestarts), does("2", .connects),
        sends("2", #"{"type":"line","line":"/join lobby"}"#), sends("2", "{\u{7F}\""),
        does("2", .logsIn(user: "guest", resuming: nil)),
        sends("2", #"{"type":"line","line":"I am here"}"#), does("2", .closes),
        does("", .isLeftOut("something else")),
      ], title: "A guest")
    #expect(recording.text.contains("users: ann guest\nguests: guest-2\n"))
    #expect(recording.text.contains("! restart\n! return guest-2\nguest-2 < hello\nguest-2 > /join lobby\n"))
    #expect(recording.text.contains(#"guest-2 >bytes "{\x7F\""#))
    #expect(recording.text.contains("! close guest-2\nguest > /join lobby\n"))
    #expect(
      recording.text.contains(
        "guest < chat_message room=lobby seq=1 user=guest message=\"I am here\"\n! close guest\n"))
    #expect(recording.text.hasSuffix("# left out: something else\n"))
    #expect(recording.leftOut == ["something else"])
  }

  @Test func `where nobody does anything there is no recording`() {
    #expect(throws: Recording.Failure.nothingRecorded) {
      try Recording.scenario(of: [does("1", .connects), does("1", .closes)], title: "Nothing")
    }
  }
}
