import Bots
import Client
import Testing
import Wire

@testable import BotRuntime

@Suite struct `A bot's session` {
  @Test func `logs in with its token, and keeps the session before the first command is sent`() {
    var talk = Talk(rooms: ["lobby"])
    #expect(talk.tell(.connected) == [])
    #expect(talk.receive(Talk.hello) == [#"{"type":"login","id":"log-in","token":"secret-token"}"#])
    #expect(
      talk.receive(#"{"type":"ready","re":"log-in","user":"echo","session":"s","resumed":false}"#)
        == ["remember", #"{"type":"join","id":"b1","room":"lobby"}"#])
    #expect(talk.kept?.session == .init(name: "s", received: 0))
  }

  @Test func `writes each answer down before it sends it`() {
    var talk = Talk()
    _ = talk.logIn()
    #expect(talk.ask("hi", seq: 1) == ["remember", Talk.answer("hi", id: "b1")])
    #expect(talk.kept?.session == .init(name: "s", received: 1))
    #expect(talk.deliver(re: "b1") == ["remember"])
  }

  @Test func `counts what follows the log-in, and resumes with the count`() {
    var talk = Talk()
    _ = talk.logIn()
    _ = talk.receive(#"{"type":"user_join","room":"lobby","user":"bob"}"#)
    _ = talk.receive("no JSON")
    #expect(talk.tell(.disconnected(code: nil)) == [])
    #expect(talk.advance(2000) == ["connect"])
    #expect(talk.tell(.connected) == [])
    #expect(
      talk.receive(Talk.hello) == [
        #"{"type":"login","id":"log-in","token":"secret-token","resume":{"session":"s","received":2}}"#
      ])
    _ = talk.receive(#"{"type":"ready","re":"log-in","user":"echo","session":"s","resumed":true}"#)
    #expect(talk.session.session.progress?.received == 2)
  }

  @Test func `goes on after a restart with what was written down, and sends what was not answered again`() {
    var talk = Talk()
    _ = talk.logIn()
    let sent = talk.ask("hi", seq: 1).last
    var again = Talk(memory: talk.kept, user: "echo")
    _ = again.tell(.connected)
    #expect(
      again.receive(Talk.hello).last
        == #"{"type":"login","id":"log-in","token":"secret-token","resume":{"session":"s","received":1}}"#)
    let after = again.receive(
      #"{"type":"ready","re":"log-in","user":"echo","session":"s","resumed":true}"#)
    #expect(after.last == #"{"type":"ping","id":"b2"}"#, "the answer may be among what was missed")
    #expect(again.receive(#"{"type":"pong","re":"b2"}"#).last == sent)
  }

  @Test func `keeps the count of frames that changed nothing, within a second`() {
    var talk = Talk(PlainBot())
    _ = talk.logIn()
    for _ in 1...3 { #expect(talk.receive(#"{"type":"user_join","room":"r","user":"bob"}"#) == []) }
    #expect(talk.advance(999) == [])
    #expect(talk.advance(1) == ["remember"])
    #expect(talk.kept?.session?.received == 3)
  }

  @Test func `waits longer and longer for a server that is away, and says so now and then`() {
    var talk = Talk()
    _ = talk.logIn()
    _ = talk.tell(.disconnected(code: 4001))
    var attempts = 0
    while talk.time < 3_600_000 {
      attempts += talk.advance(1000).count { $0 == "connect" }
      if talk.session.session.phase == .connecting { _ = talk.tell(.unreachable(.timeout)) }
    }
    #expect((100...140).contains(attempts))
    let said = talk.reports.count {
      switch $0 {
      case .away, .stillAway: true
      case .loggedIn, .attemptFailed, .sent, .answered, .refused, .problem, .events, .dropped, .stopping:
        false
      }
    }
    #expect(said == 6)
    _ = talk.advance(60_000)
    _ = talk.logIn(resumed: true)
    #expect(
      talk.reports.contains {
        if case .loggedIn(_, true, let gone?) = $0 { gone >= 3_600_000 } else { false }
      })
  }

  @Test func `gives up where it is told when`() {
    var talk = Talk(giveUpAfter: 10_000)
    _ = talk.tell(.unreachable(.timeout))
    var last: [String] = []
    while talk.session.session.phase != .over {
      _ = talk.advance(500)
      if talk.session.session.phase == .connecting { last = talk.tell(.unreachable(.timeout)) }
    }
    #expect(talk.time <= 10_500)
    #expect(last == ["end: the server cannot be reached: the peer does not answer in time"])
  }

  @Test(arguments: [
    (4503, "The token was revoked, or the session was ended by its user or an operator."),
    (4505, "Ask the server's operator"),
    (4507, "limits.sessions_per_user"),
    (4506, "a copy of this bot's state"), (4999, "not known"),
  ])
  func `ends with what to do where the server says that it is for good`(code: UInt16, remedy: String) {
    var talk = Talk()
    _ = talk.logIn()
    let end = talk.tell(.disconnected(code: code)).last ?? ""
    #expect(end.hasPrefix("end: the server closed the connection for good (\(code))") && end.contains(remedy))
  }

  @Test func `ends where the log-in is refused, unless a retry can help`() {
    var talk = Talk()
    _ = talk.tell(.connected)
    _ = talk.receive(Talk.hello)
    let busy = #"{"type":"error","re":"log-in","code":"unavailable","message":"Not now."}"#
    #expect(talk.receive(busy) == ["goodbye"])
    #expect(talk.advance(20_000) == ["connect"])
    _ = talk.tell(.connected)
    _ = talk.receive(Talk.hello)
    let refused = talk.receive(
      #"{"type":"error","re":"log-in","code":"auth_failed","message":"Wrong."}"#)
    #expect(refused.first == "goodbye")
    #expect(refused.last?.contains("(auth_failed): Wrong. Check the token") == true)
  }

  @Test func `asks a silent server for a sign of life, and then connects anew`() {
    var talk = Talk()
    _ = talk.logIn()
    #expect(talk.advance(19_999) == [])
    #expect(talk.advance(1) == ["ping"])
    #expect(talk.tell(.ponged) == [])
    #expect(talk.advance(40_000) == ["ping", "cut"])
    #expect(talk.advance(2000) == ["connect"])
  }

  @Test func `leaves the state of another user's bot alone`() {
    var talk = Talk(memory: BotMemory(rooms: []), user: "greeter")
    let after = talk.logIn(as: "echo")
    #expect(after.first == "goodbye")
    #expect(after.last?.contains("give the token of greeter") == true)
  }

  @Test func `is woken by a server whose clock is virtual, whose time it takes`() {
    var talk = Talk(
      PlainBot { event in
        switch event {
        case .ready: [.setTimer(id: "tea", after: .hours(24))]
        case .timer(let id): [.say(id, room: "lobby")]
        default: []
        }
      })
    let asked =
      #"{"type":"set_timer","id":"verbatim-bot","timer":"verbatim-bot","milliseconds":86400000}"#
    let hello = Talk.hello.replacing("wall", with: "virtual").replacing("2026", with: "2030")
    #expect(talk.logIn(hello: hello) == ["remember", asked])
    #expect(talk.receive(#"{"type":"ok","re":"verbatim-bot"}"#) == [])
    #expect(talk.receive(#"{"type":"pong","re":"x","now":"2030-01-01T23:59:59.999Z"}"#) == [])
    #expect(
      talk.receive(#"{"type":"timer","timer":"verbatim-bot","now":"2030-01-02T00:00:00.000Z"}"#)
        == ["remember", #"{"type":"chat_message","id":"b1","room":"lobby","message":"tea","key":"b1"}"#])
  }

  @Test func `a timer that is refused is asked for again`() {
    var talk = Talk(
      PlainBot { event in if case .ready = event { [.setTimer(id: "tea", after: .hours(24))] } else { [] } })
    _ = talk.logIn(hello: Talk.hello.replacing("wall", with: "virtual"))
    let refusal =
      #"{"type":"error","re":"verbatim-bot","code":"rate_limited","message":"Later.","retry_after_ms":10}"#
    #expect(talk.receive(refusal) == [])
    #expect(talk.advance(999).filter { $0.contains("set_timer") } == [])
    #expect(talk.advance(1).filter { $0.contains("set_timer") }.count == 1)
  }

  @Test func `tells when it is done, once, where it is asked to`() {
    var talk = Talk(tellsQuiet: true)
    #expect(talk.logIn() == ["remember", #"{"type":"ping","id":"quiet","received":0}"#])
    #expect(
      talk.ask("tea", seq: 1) == [
        "remember", Talk.answer("tea", id: "b1"), #"{"type":"ping","id":"quiet","received":1}"#,
      ])
    // The answer to that is counted, and is no news.
    #expect(talk.receive(#"{"type":"pong","re":"quiet","now":"2026-01-01T00:00:00.000Z"}"#) == [])
    #expect(talk.deliver(re: "b1") == ["remember", #"{"type":"ping","id":"quiet","received":3}"#])
  }

  @Test func `is not done while a request is under way, nor while a command waits for its time`() {
    var talk = Talk(
      PlainBot { event in
        switch event {
        case .privateMessage(let message): [.request(BotRequest(id: message.text, body: ""))]
        case .response: [.privateMessage("done", to: "alice")]
        default: []
        }
      }, tellsQuiet: true)
    _ = talk.logIn()
    #expect(talk.ask("work", seq: 1) == ["remember", "perform work"])
    let answer = talk.tell(.performed(BotRequest(id: "work", body: ""), .success("")))
    #expect(answer.last == #"{"type":"ping","id":"quiet","received":1}"#)
    let refusal = #"{"type":"error","re":"b1","code":"rate_limited","message":"Later.","retry_after_ms":10}"#
    #expect(talk.receive(refusal).filter { $0.contains("quiet") } == [])
    #expect(talk.advance(10).last == #"{"type":"ping","id":"quiet","received":2}"#)
  }

  @Test func `hands requests on once they are written down, and goes on after a bot threw`() {
    struct Fault: Error {}
    var talk = Talk(
      PlainBot { event in
        guard case .privateMessage(let message) = event else { return [] }
        if message.text == "throw" { throw Fault() }
        return [.request(BotRequest(id: message.text, body: ""))]
      })
    _ = talk.logIn()
    #expect(talk.ask("throw", seq: 1) == [])
    #expect(talk.ask("work", seq: 2) == ["remember", "perform work"])
    #expect(
      talk.reports.contains { if case .problem(let problem) = $0 { problem.kind == .threw } else { false } })
  }
}
