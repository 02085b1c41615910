import Testing

@testable import Engine

/// What happens while the host is still checking a password, which a server may do on another thread.
@Suite struct PendingRequestTests {
  private func stage() -> (Stage, ConnectionID) {
    var stage = Stage()
    stage.answersRequests = false
    let connection = stage.connect()
    _ = stage.take(connection)
    return (stage, connection)
  }

  @Test func `other commands wait until the log-in is decided, and are told so`() {
    var (stage, connection) = stage()
    stage.send(.register(user: "alice", password: Secret(1)), from: connection)
    #expect(stage.engine.awaitsOutcome)
    let before = stage.engine
    stage.send(.ping(received: nil), from: connection)
    #expect(stage.refusal(connection) == .unavailable)
    #expect(stage.engine.hasSameConversation(as: before))
    stage.accept(RequestID(1))
    #expect(!stage.engine.awaitsOutcome)
    stage.send(.ping(received: nil), from: connection)
    #expect(stage.refusal(connection) == nil)
  }

  @Test(arguments: [Input.closed(ConnectionID(1)), .cut(ConnectionID(1)), .restarted])
  func `an outcome for a connection that is gone changes nothing`(end: Input) {
    var (stage, connection) = stage()
    stage.send(.register(user: "alice", password: Secret(1)), from: connection)
    stage.apply(end)
    stage.accept(RequestID(1))
    #expect(stage.engine.userCount == 0)
    #expect(stage.effects.isEmpty)
    #expect(!stage.engine.awaitsOutcome)
  }

  @Test(arguments: [Input.cut(ConnectionID(1)), .restarted])
  func `a session that was cut while it waited for an outcome waits no longer`(end: Input) {
    var (stage, connection) = stage()
    stage.send(.register(user: "alice", password: Secret(1)), from: connection)
    stage.accept(RequestID(1))
    stage.send(.setPassword(old: Secret(1), new: Secret(2)), from: connection)
    stage.apply(end)
    let back = stage.connect()
    stage.logIn(1, over: back, resume: Stage.session(1))
    stage.accept(RequestID(3))
    stage.accept(RequestID(2))
    stage.send(.ping(received: nil), from: back)
    #expect(stage.take(back).last == .pong(now: stage.now))
  }

  @Test func `of two who ask for a name the first to be decided gets it`() {
    var (stage, first) = stage()
    let second = stage.connect()
    stage.send(.register(user: "alice", password: Secret(1)), from: first)
    stage.send(.register(user: "ALICE", password: Secret(2)), from: second)
    stage.accept(RequestID(2))
    stage.accept(RequestID(1))
    #expect(stage.refusal(first) == .nameTaken)
    #expect(stage.engine.userCount == 1)
    #expect(stage.engine.users[UserID(1)].name == "ALICE")
  }

  @Test func `an outcome that comes twice, or that nobody asked for, is ignored`() {
    var (stage, connection) = stage()
    stage.send(.register(user: "alice", password: Secret(1)), from: connection)
    stage.accept(RequestID(1))
    let before = stage.engine.fingerprint
    for request in [1, 2, UInt64.max] {
      stage.apply(.authenticated(RequestID(request), .rejected))
      stage.apply(
        .authenticated(RequestID(request), .accepted(user: nil, session: Samples.digest, token: nil)))
    }
    #expect(stage.engine.fingerprint == before)
  }

  @Test func `a session moves while its change of password is decided, and hears of it`() {
    var (stage, connection) = stage()
    stage.send(.register(user: "alice", password: Secret(1)), from: connection)
    stage.accept(RequestID(1))
    stage.send(.setPassword(old: Secret(1), new: Secret(2)), from: connection)
    let other = stage.connect()
    stage.logIn(1, over: other, resume: Stage.session(1))
    stage.accept(RequestID(3))
    stage.accept(RequestID(2))
    #expect(stage.take(other).last == .ok)
  }

  @Test func `a rejected log-in leaves a guest who can try again`() {
    var (stage, connection) = stage()
    stage.send(.logIn(.password(user: "nobody", Secret(1)), resume: nil), from: connection)
    #expect(stage.asked[RequestID(1)] == .checkPassword(nil, Secret(1)))
    stage.reject(RequestID(1))
    #expect(stage.refusal(connection) == .authFailed)
    stage.send(.register(user: "alice", password: Secret(1)), from: connection)
    stage.accept(RequestID(2))
    #expect(stage.engine.userCount == 1)
  }

  @Test func `time never runs backwards`() {
    var stage = Stage()
    let alice = stage.user("alice")
    let start = stage.now
    stage.now = start.advanced(byMilliseconds: -10_000)
    stage.send(.ping(received: nil), from: alice)
    #expect(stage.take(alice).last == .pong(now: start))
    #expect(stage.engine.now == start)
  }
}
