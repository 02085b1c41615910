import Client
import Testing
import Wire

@testable import verbatim

struct ChatTranscriptTests {
  private func lines(_ frame: String, colours: Bool = false, offset: Int = 0) throws -> [String] {
    var transcript = ChatTranscript(hasColours: colours, utcOffsetSeconds: offset)
    transcript.currentRoom = "lobby"
    let json = try JSON.parse(Array(frame.utf8), maximumBytes: 65_536, maximumDepth: 16)
    return transcript.lines(for: .frame(ServerFrame(json)))
  }

  @Test func `what the blocked say in rooms is not shown`() throws {
    var transcript = ChatTranscript(hasColours: false, utcOffsetSeconds: 0)
    transcript.currentRoom = "lobby"
    func lines(_ frame: String) throws -> [String] {
      let json = try JSON.parse(Array(frame.utf8), maximumBytes: 65_536, maximumDepth: 16)
      let item = ChatSession.Item.frame(ServerFrame(json))
      transcript.note(item)
      return transcript.lines(for: item)
    }
    let said =
      #"{"type":"chat_message","room":"lobby","seq":1,"user":"eve","message":"hi","at":"2026-01-01T12:03:59.000Z"}"#
    let history =
      #"{"type":"history","room":"lobby","messages":[{"seq":1,"user":"eve","message":"hi","at":"2026-01-01T12:03:59.000Z"}]}"#
    #expect(try lines(said) == ["12:03 eve: hi"])
    #expect(try lines(#"{"type":"block_list","users":["eve"]}"#) == ["— you block eve"])
    #expect(try lines(said) == [])
    #expect(try lines(history) == ["— history of lobby, 0 messages"])
    #expect(try lines(#"{"type":"block_list","users":[]}"#) == ["— you block nobody"])
    #expect(try lines(said) == ["12:03 eve: hi"])
    _ = try lines(#"{"type":"ready","user":"alice","blocked":["eve"]}"#)
    #expect(try lines(said) == [])
  }

  @Test(
    arguments: [
      (
        #"{"type":"chat_message","room":"lobby","seq":1,"user":"alice","message":"hi","at":"2026-01-01T12:03:59.000Z"}"#,
        ["12:03 alice: hi"]
      ),
      (
        #"{"type":"chat_message","room":"tea","seq":1,"user":"alice","message":"","deleted":true,"at":"2026-01-01T12:03:59.000Z"}"#,
        ["12:03 [tea] alice: (deleted)"]
      ),
      (
        #"{"type":"chat_message","room":"lobby","seq":8,"user":"alice","message":"yes","at":"2026-01-01T12:03:59.000Z","reply_to":7}"#,
        ["12:03 alice: ↳ 7 yes"]
      ),
      (
        #"{"type":"private_message","user":"bob","message":"psst","seq":1,"at":"2026-01-01T12:03:00.000Z"}"#,
        ["12:03 (private) bob: psst"]
      ),
      (
        #"{"type":"private_message_delivered","target":"bob","message":"psst","seq":1,"at":"2026-01-01T12:03:00.000Z","sessions":0}"#,
        ["12:03 (private to bob): psst — bob is not here and can read it later"]
      ),
      (#"{"type":"user_join","room":"lobby","user":"bob"}"#, ["— bob joined lobby"]),
      (
        #"{"type":"presence","room":"lobby","joined":["a","b"],"left":["c"],"online":300}"#,
        ["— lobby: a, b joined; c left (300 online)"]
      ),
      (
        #"{"type":"search","in":"users","results":[{"user":"al","online":true,"bot":true}],"cursor":"x"}"#,
        ["— found 1, and there are more", "al (online, a bot)"]
      ),
      (
        #"{"type":"search","in":"messages","results":[{"with":"bob","seq":1,"user":"al","message":"key","at":"2026-01-01T12:03:00.000Z"}]}"#,
        ["— found 1", "2026-01-01 12:03 #1 (private with bob) al: key"]
      ),
      (#"{"type":"room_list","rooms":[{"room":"lobby","online":2}]}"#, ["lobby (2 online)"]),
      (
        #"{"type":"ready","user":"bob","bot":false,"resumed":false,"waiting":2}"#,
        ["— logged in as bob", "— unread private messages of 2 people: /conversations"]
      ),
      (
        #"{"type":"conversation_list","conversations":[{"with":"al","seq":3,"at":"2026-01-01T12:03:00.000Z","read":1,"unread":2},{"with":"bo","seq":1,"at":"2026-01-01T12:02:00.000Z","read":0,"unread":0}],"cursor":"x"}"#,
        ["2026-01-01 12:03 al (2 unread)", "2026-01-01 12:02 bo", "— there are more conversations"]
      ),
      (
        #"{"type":"conversation_list","conversations":[]}"#, ["— you have talked to nobody privately"]
      ),
      (
        #"{"type":"help","commands":[{"usage":"/join ROOM","about":"Join."}]}"#,
        ["/join ROOM  Join.", "/quit       Leave the chat; so does ctrl-D."]
      ),
      (
        #"{"type":"error","code":"no_such_room","message":"There is none."}"#,
        ["! There is none. (no_such_room)"]
      ),
      (
        #"{"type":"reaction_added","room":"lobby","seq":3,"user":"bob","reaction":"+1\u0007","count":2}"#,
        ["— bob reacted +1␇ to message 3 of lobby, 2 in all"]
      ),
      (
        #"{"type":"reaction_removed","with":"al","seq":3,"user":"bob","reaction":"+1","count":0}"#,
        ["— bob took +1 from message 3 of the conversation with al, 0 in all"]
      ),
      (
        #"{"type":"history","room":"lobby","messages":[{"seq":3,"user":"al","message":"hi","at":"2026-01-01T12:03:00.000Z","reactions":[{"reaction":"+1","count":2,"users":["bob"]},{"reaction":"a","count":1,"users":["al"]}]}],"more":false}"#,
        ["— history of lobby, 1 message", "2026-01-01 12:03 #3 al: hi [+1 2, a 1]"]
      ),
      (#"{"type":"something_new"}"#, []),
    ] as [(String, [String])])
  func `a frame is shown as a person reads it`(frame: String, expected: [String]) throws {
    #expect(try lines(frame) == expected)
  }

  @Test(arguments: [
    (
      #"{"type":"user_kicked","room":"lobby","user":"bob","by":"al\u001b","reason":"too\u0007 loud"}"#,
      "— lobby: bob was kicked by al␛: too␇ loud"
    ),
    (#"{"type":"user_banned","room":"lobby","user":"bob","by":"al"}"#, "— lobby: bob was banned by al"),
    (
      #"{"type":"user_unbanned","room":"lobby","user":"bob","by":"al"}"#,
      "— lobby: bob was unbanned by al"
    ),
    (
      #"{"type":"user_muted","room":"lobby","user":"bob","seconds":60,"by":"al"}"#,
      "— lobby: bob was muted for 60 seconds by al"
    ),
    (#"{"type":"user_unmuted","room":"lobby","user":"bob","by":"al"}"#, "— lobby: bob was unmuted by al"),
    (
      #"{"type":"topic","room":"lobby","topic":"tea","by":"al"}"#, "— lobby: the topic was set to “tea” by al"
    ),
    (#"{"type":"topic","room":"lobby","topic":"","by":"al"}"#, "— lobby: the topic was removed by al"),
    (#"{"type":"role","room":"lobby","user":"bob","role":"owner"}"#, "— lobby: bob was made owner"),
    (
      #"{"type":"room_changed","room":"lobby","invite_only":true,"unlisted":false,"by":"al"}"#,
      "— lobby: it was made invite-only and listed by al"
    ),
    (#"{"type":"invited","room":"lobby","user":"bob","by":"al"}"#, "— lobby: bob was invited by al"),
  ])
  func `what moderators do is told in one line`(frame: String, line: String) throws {
    #expect(try lines(frame) == [line])
  }

  @Test func `nothing of others reaches the terminal as it is`() throws {
    let shown = try lines(
      #"{"type":"chat_message","room":"lobby","seq":1,"user":"e\u001b[31mve","message":"a\u0007\u009b\u202eb\n\r\u2028👩‍🚀 é","at":"2026-01-01T12:03:00.000Z"}"#
    )
    #expect(shown == ["12:03 e␛[31mve: a␇\\u{9b}\\u{202e}b␊␍\\u{2028}👩‍🚀 é"])
  }

  @Test func `colours are the transcript's own`() throws {
    #expect(
      try lines(#"{"type":"user_join","room":"lobby","user":"bob"}"#, colours: true) == [
        "\u{1b}[2m— bob joined lobby\u{1b}[0m"
      ])
  }

  @Test(arguments: [
    ("2026-01-01T23:30:00.000Z", 3600, "2026-01-02 00:30"),
    ("2026-03-01T00:15:00.000Z", -1800, "2026-02-28 23:45"),
    ("2028-02-29T12:00:00.000Z", 0, "2028-02-29 12:00"), ("0001-01-01T00:00:00.000Z", 0, "0001-01-01 00:00"),
    ("9999-12-31T00:00:00.000Z", 20_700, "9999-12-31 05:45"), ("soon", 0, "--:--"),
  ])
  func `times are those of the person's clock`(timestamp: String, offset: Int, shown: String) {
    #expect(ShownTime(utcOffsetSeconds: offset).dateAndTime(timestamp) == shown)
  }

  @Test func `a line is edited, and keys that are no letters do nothing`() {
    var editor = LineEditor()
    func type(_ text: String) -> [LineEditor.Outcome] {
      text.utf8.map { editor.take($0) }.filter { $0 != .nothing && $0 != .changed }
    }
    #expect(type("hé\u{1b}[A\u{1b}OP\u{7f}i\n") == [.line("hi")])
    #expect(type("\u{15}x\u{4}") == [])
    #expect(editor.shown(atMost: 10) == "x")
    #expect(type("\u{7f}\u{4}") == [.end])
    _ = type("long line")
    #expect(editor.shown(atMost: 4) == "line")
    _ = editor.take(0xc3)
    #expect(editor.shown(atMost: 4) == "line")
  }
}
