import Testing
import Wire

@testable import Client
@testable import verbatim

/// A server's side of a session, frame by frame, in a time that only the test moves.
private struct Talk {
  var session: ChatSession
  var now: Int64 = 0

  init(_ logIn: ChatSession.LogIn = .password(user: "alice", password: "open sesame")) {
    session = ChatSession(logIn: logIn, seed: 7)
  }

  /// What the session does, in a form that can be read.
  mutating func tell(_ input: ChatSession.Input) -> [String] {
    session.handle(input, at: now).map { action in
      switch action {
      case .connect: "connect"
      case .send(let bytes): String(decoding: bytes, as: UTF8.self)
      case .ping: "ping"
      case .disconnect(let orderly): orderly ? "goodbye" : "abort"
      case .show(let item):
        ChatTranscript(hasColours: false, utcOffsetSeconds: 0).lines(for: item).joined(separator: " / ")
      case .end(let ending): "end \(ending)"
      }
    }
  }

  mutating func receive(_ frame: String) -> [String] { tell(.received(Array(frame.utf8))) }

  /// Connects and logs in.
  mutating func begin(resumed: Bool = false) -> [String] {
    _ = tell(.connected)
    _ = receive(#"{"type":"hello","clock":"wall","limits":{"heartbeat_seconds":20}}"#)
    return receive(#"{"type":"ready","re":"log-in","user":"alice","session":"s-1","resumed":\#(resumed)}"#)
  }

  /// Is in the lobby, where one message was said.
  static func inLobby() -> Talk {
    var talk = Talk()
    _ = talk.begin()
    _ = talk.tell(.typed("/join lobby"))
    _ = talk.receive(
      #"{"type":"user_list","re":"c1","room":"lobby","users":["alice"],"seq":1,"online":1,"more":false}"#)
    _ = talk.receive(#"{"type":"history","re":"c2","room":"lobby","messages":[],"more":false}"#)
    return talk
  }

  /// Waits as long as the session wants to and gets a connection.
  mutating func comeBack() {
    now = session.deadline ?? now
    #expect(tell(.timePassed) == ["connect"])
    _ = tell(.connected)
  }

  static let hello = #"{"type":"hello","clock":"wall","limits":{"heartbeat_seconds":20}}"#

  func message(_ seq: Int, _ text: String) -> String {
    #"{"type":"chat_message","room":"lobby","seq":\#(seq),"user":"bob","message":"\#(text)","at":"2026-01-01T00:00:00.000Z"}"#
  }
}

struct ChatSessionTests {
  @Test func `a password logs in, and a line waits for the answer of the one before`() {
    var talk = Talk()
    #expect(talk.session.start == [.connect])
    #expect(talk.tell(.typed("/join lobby")) == [])
    #expect(talk.tell(.connected) == [])
    #expect(
      talk.receive(Talk.hello) == [
        #"{"type":"login","user":"alice","password":"open sesame","id":"log-in"}"#
      ])
    #expect(
      talk.receive(#"{"type":"ready","re":"log-in","user":"alice","session":"s-1","resumed":false}"#) == [
        "— logged in as alice", #"{"type":"line","line":"/join lobby","id":"c1"}"#,
      ])
    #expect(talk.tell(.typed("hi")) == [])
    #expect(
      talk.receive(
        #"{"type":"user_list","re":"c1","room":"lobby","users":["alice"],"seq":1,"online":1,"more":false}"#)
        == [
          "— you are in lobby: alice (1 online)",
          #"{"type":"history","room":"lobby","before":2,"limit":20,"id":"c2"}"#,
        ])
    // What is said meanwhile is shown after what was said before.
    #expect(talk.receive(talk.message(2, "late")) == [])
    #expect(
      talk.receive(
        #"{"type":"history","re":"c2","room":"lobby","messages":[{"seq":1,"user":"bob","message":"early","at":"2026-01-01T00:00:00.000Z"}],"more":false}"#
      ) == [
        "2026-01-01 00:00 #1 [lobby] bob: early / — end of earlier messages", "00:00 [lobby] bob: late",
        #"{"type":"chat_message","room":"lobby","message":"hi","key":"7-3","id":"c3"}"#,
      ])
  }

  @Test func `a cut is resumed from the right frame, and only what the server never got is sent again`() {
    var talk = Talk.inLobby()
    _ = talk.receive(talk.message(2, "one"))
    _ = talk.tell(.typed("hi"))
    #expect(talk.tell(.disconnected(code: nil)) == ["— reconnecting…"])
    talk.comeBack()
    #expect(
      talk.receive(Talk.hello) == [
        #"{"type":"login","user":"alice","password":"open sesame","resume":{"session":"s-1","received":3},"id":"log-in"}"#
      ])
    #expect(
      talk.receive(#"{"type":"ready","re":"log-in","user":"alice","session":"s-1","resumed":true}"#) == [
        "— connected again", #"{"type":"ping","id":"c4"}"#,
      ])
    #expect(talk.receive(talk.message(3, "two")) == ["00:00 [lobby] bob: two"])
    #expect(
      talk.receive(#"{"type":"pong","re":"c4","now":"2026-01-01T00:00:00.000Z"}"#) == [
        #"{"type":"chat_message","room":"lobby","message":"hi","key":"7-3","id":"c3"}"#
      ])
    #expect(talk.session.session.progress?.received == 5)
    #expect(talk.receive(#"{"type":"ack","re":"c3","room":"lobby","seq":4,"duplicate":false}"#) == [])
  }

  @Test func `an answer that was missed is not asked for again`() {
    var talk = Talk.inLobby()
    _ = talk.tell(.typed("hi"))
    _ = talk.tell(.disconnected(code: 4001))
    talk.comeBack()
    _ = talk.receive(Talk.hello)
    _ = talk.receive(#"{"type":"ready","re":"log-in","user":"alice","session":"s-1","resumed":true}"#)
    _ = talk.receive(#"{"type":"ack","re":"c3","room":"lobby","seq":2,"duplicate":false}"#)
    #expect(talk.receive(#"{"type":"pong","re":"c4","now":"x"}"#) == [])
  }

  @Test func `a session that is gone joins again, fills the gap page by page and repeats with the same key`()
  {
    var talk = Talk.inLobby()
    _ = talk.tell(.typed("hi"))
    _ = talk.tell(.disconnected(code: nil))
    talk.comeBack()
    _ = talk.receive(Talk.hello)
    #expect(
      talk.receive(#"{"type":"ready","re":"log-in","user":"alice","session":"s-2","resumed":false}"#) == [
        "— connected again",
        #"{"type":"join","room":"lobby","after":1,"id":"c4"}"#,
        #"{"type":"chat_message","room":"lobby","message":"hi","key":"7-3","id":"c3"}"#,
      ])
    _ = talk.receive(#"{"type":"user_list","re":"c4","room":"lobby","users":["alice"],"seq":4,"online":1}"#)
    #expect(
      talk.receive(
        #"{"type":"history","room":"lobby","messages":[{"seq":2,"user":"bob","message":"a","at":"2026-01-01T00:00:00.000Z"}],"more":true}"#
      ) == [
        "2026-01-01 00:00 #2 [lobby] bob: a / — end of missed messages in lobby",
        #"{"type":"history","room":"lobby","after":2,"limit":100,"id":"c5"}"#,
      ])
    #expect(talk.receive(talk.message(3, "b")) == [])
    #expect(talk.receive(talk.message(4, "c")) == [])
    #expect(
      talk.receive(
        #"{"type":"history","re":"c5","room":"lobby","messages":[{"seq":3,"user":"bob","message":"b","at":"2026-01-01T00:00:00.000Z"}],"more":false}"#
      ) == ["2026-01-01 00:00 #3 [lobby] bob: b / — end of missed messages in lobby", "00:00 [lobby] bob: c"])
  }

  @Test func `waits grow to 30 seconds, and reconnecting is said once`() {
    var talk = Talk.inLobby()
    #expect(talk.tell(.disconnected(code: nil)) == ["— reconnecting…"])
    var waits: [Int64] = []
    for _ in 0..<7 {
      let deadline = talk.session.deadline ?? 0
      waits.append(deadline - talk.now)
      talk.now = deadline
      #expect(talk.tell(.timePassed) == ["connect"])
      #expect(talk.tell(.unreachable("no")) == [])
    }
    for (wait, least) in zip(waits, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000] as [Int64]) {
      #expect(wait >= least && wait <= min(30_000, least * 5 / 4), "\(waits)")
    }
  }

  @Test(arguments: [4500, 4503, 4506, 1000, 1009] as [UInt16])
  func `a close code that means stop is obeyed`(code: UInt16) {
    var talk = Talk.inLobby()
    #expect(talk.tell(.disconnected(code: code)) == ["end closed(code: \(code))"])
    #expect(talk.tell(.typed("hi")) == [])
  }

  @Test func `silence is answered by a ping, and more silence by a new connection`() {
    var talk = Talk.inLobby()
    talk.now = 19_999
    #expect(talk.tell(.timePassed) == [])
    talk.now = 20_000
    #expect(talk.session.deadline == 20_000)
    #expect(talk.tell(.timePassed) == ["ping"])
    #expect(talk.tell(.ponged) == [])
    talk.now = 40_000
    #expect(talk.tell(.timePassed) == ["ping"])
    talk.now = 60_000
    #expect(talk.tell(.timePassed) == ["abort", "— reconnecting…"])
  }

  @Test func `a refused log-in and an unreachable server end it`() {
    var talk = Talk()
    _ = talk.tell(.connected)
    _ = talk.receive(Talk.hello)
    #expect(
      talk.receive(#"{"type":"error","re":"log-in","code":"auth_failed","message":"No."}"#) == [
        #"end refused(code: "auth_failed", message: "No.")"#
      ])
    var other = Talk()
    #expect(other.tell(.unreachable("nobody there")) == [#"end unreachable("nobody there")"#])
  }

  @Test func `the end of the input waits for the last answer and for what came with it`() {
    var talk = Talk.inLobby()
    _ = talk.tell(.typed("hi"))
    #expect(talk.tell(.inputEnded(patiently: true)) == [])
    #expect(
      talk.receive(#"{"type":"ack","re":"c3","room":"lobby","seq":2,"duplicate":false}"#) == [
        #"{"type":"ping","id":"c4"}"#
      ])
    #expect(talk.receive(talk.message(2, "hi")) == ["00:00 [lobby] bob: hi"])
    #expect(
      talk.receive(#"{"type":"pong","re":"c4","now":"x"}"#) == ["goodbye", "end finished(unanswered: 0)"])
  }

  @Test func `a line that came too fast goes again when it may`() {
    var talk = Talk.inLobby()
    _ = talk.tell(.typed("hi"))
    #expect(
      talk.receive(
        #"{"type":"error","re":"c3","code":"rate_limited","message":"Slow.","retry_after_ms":200}"#)
        == [])
    #expect(talk.session.deadline == 200)
    talk.now = 200
    #expect(
      talk.tell(.timePassed) == [
        #"{"type":"chat_message","room":"lobby","message":"hi","key":"7-4","id":"c4"}"#
      ])
  }

  @Test func `a line that a mute keeps from being said is not said later`() {
    var talk = Talk.inLobby()
    _ = talk.tell(.typed("hello?"))
    #expect(
      talk.receive(
        #"{"type":"error","re":"c3","code":"forbidden","message":"You are muted.","retry_after_ms":900}"#)
        == ["! You are muted. (forbidden)"])
    talk.now += 1000
    #expect(talk.tell(.timePassed) == [])
  }

  @Test func `whoever is kicked is not in the room any more`() {
    var talk = Talk.inLobby()
    _ = talk.receive(#"{"type":"user_kicked","room":"lobby","user":"bob","by":"carol"}"#)
    #expect(talk.session.currentRoom == "lobby")
    #expect(
      talk.receive(#"{"type":"user_kicked","room":"lobby","user":"alice","by":"carol"}"#) == [
        "— lobby: alice was kicked by carol"
      ])
    #expect(talk.session.currentRoom == nil)
  }

  @Test func `a guest logs in to nothing and joins again after a cut`() {
    var talk = Talk(.guest)
    _ = talk.tell(.connected)
    #expect(talk.receive(Talk.hello) == ["— connected as a guest, who can read"])
    _ = talk.tell(.typed("/join lobby"))
    _ = talk.receive(#"{"type":"user_list","re":"c1","room":"lobby","users":[],"seq":3,"online":0}"#)
    _ = talk.receive(#"{"type":"history","re":"c2","room":"lobby","messages":[],"more":false}"#)
    _ = talk.tell(.disconnected(code: nil))
    talk.comeBack()
    #expect(
      talk.receive(Talk.hello) == [
        "— connected again", #"{"type":"join","room":"lobby","after":3,"id":"c3"}"#,
      ])
  }

  @Test func `who leaves while the connection is gone need not wait, and is told what was not answered`() {
    var talk = Talk()
    _ = talk.tell(.typed("/join lobby"))
    #expect(talk.tell(.typed("/quit")) == [])
    var other = Talk.inLobby()
    _ = other.tell(.typed("hi"))
    _ = other.tell(.disconnected(code: nil))
    #expect(other.tell(.inputEnded(patiently: false)) == ["end finished(unanswered: 1)"])
  }
}
