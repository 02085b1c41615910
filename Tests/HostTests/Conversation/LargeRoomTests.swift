import Engine
import Host
import Testing
import Wire

@Suite struct LargeRoomTests {
  /// A room that was large before the test's own users come.
  private func crowd(_ count: Int, presenceEach: Int) throws -> (Chat, [Client]) {
    let chat = try Chat(
      limits: .with {
        $0[.presenceEach] = presenceEach
        $0[.presenceMilliseconds] = 1000
        $0[.unusedAccountSeconds] = 0
      })
    let clients = try (0..<count).map { try chat.user("u\($0)", in: "lobby") }
    try chat.passes(seconds: 2)
    for client in clients { client.getsAll() }
    return (chat, clients)
  }

  @Test func `up to the limit each join and leave is told by itself`() throws {
    let (chat, clients) = try crowd(2, presenceEach: 3)
    let third = try chat.user("third", in: "lobby")
    try clients[0].gets(#"{"type":"user_join","user":"third"}"#)
    try third.closes()
    try clients[0].gets(#"{"type":"user_leave","user":"third"}"#)
    #expect(chat.host.nextDeadline == nil)
  }

  @Test func `above the limit joins and leaves are told together, once a window`() throws {
    let (chat, clients) = try crowd(3, presenceEach: 3)
    let start = chat.now
    let dora = try chat.user("dora", in: "lobby")
    #expect(chat.host.nextDeadline == start.advanced(byMilliseconds: 1000))
    try chat.passes(milliseconds: 600)
    let emil = try chat.user("emil", in: "lobby")
    try clients[2].closes()
    try chat.passes(milliseconds: 399)
    for client in clients[..<2] + [dora, emil] { client.getsNothing() }
    try chat.passes(milliseconds: 1)
    for client in clients[..<2] + [dora, emil] {
      try client.gets(
        #"{"type":"presence","room":"lobby","joined":["dora","emil"],"left":["u2"],"online":4}"#)
      client.getsNothing()
    }
    #expect(chat.host.nextDeadline == nil)
  }

  @Test func `who comes and goes inside one window is never told of`() throws {
    let (chat, clients) = try crowd(4, presenceEach: 3)
    let visitor = try chat.user("visitor", in: "lobby")
    try visitor.closes()
    try clients[3].sends(#"{"type":"leave","room":"lobby"}"#)
    try clients[3].joins("lobby")
    try chat.passes(seconds: 2)
    for client in clients { client.getsNothing() }
    #expect(chat.host.nextDeadline == nil)
  }

  @Test func `a room that shrinks in a window tells each by itself only after it`() throws {
    let (chat, clients) = try crowd(5, presenceEach: 3)
    for client in clients[1...3] { try client.closes() }
    clients[0].getsNothing()
    try chat.passes(seconds: 1)
    try clients[0].gets(#"{"type":"presence","joined":[],"left":["u1","u2","u3"],"online":2}"#)
    try clients[4].closes()
    try clients[0].gets(#"{"type":"user_leave","user":"u4"}"#)
  }

  @Test func `the names in one presence event have a bound, the count has none`() throws {
    let chat = try Chat(limits: .with { ($0[.presenceEach], $0[.userListNames]) = (0, 2) })
    let clients = try (0..<4).map { try chat.user("u\($0)", in: "lobby") }
    try chat.passes(seconds: 1)
    try clients[0].gets(#"{"type":"presence","joined":["u0","u1"],"left":[],"online":4}"#)
  }

  @Test func `a crash inside a window does not lose what it gathered`() throws {
    let (chat, clients) = try crowd(3, presenceEach: 3)
    _ = try chat.user("dora", in: "lobby")
    try chat.passes(milliseconds: 500)
    try chat.restarts()
    #expect(try clients[0].returns()["resumed"] == .bool(true))
    try chat.passes(milliseconds: 500)
    try clients[0].gets(#"{"type":"presence","joined":["dora"],"online":4}"#)
  }
}
