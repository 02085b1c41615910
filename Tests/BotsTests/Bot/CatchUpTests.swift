import Bots
import Engine
import Testing

@Suite struct CatchUpTests {
  private var catchUp = CatchUp()
  private var context = BotContext(now: .virtualStart, user: "bot")

  private mutating func take(_ event: BotEvent) -> (heard: [Int64], then: [BotAction]) {
    let (messages, then) = catchUp.take(event, in: &context)
    return (messages.map(\.seq), then)
  }

  private func said(_ seq: Int64, by user: String = "alice", in room: String? = nil) -> Message {
    Message("message \(seq)", by: user, in: room, seq: seq, at: .virtualStart)
  }

  private func page(_ place: Message.Place, _ messages: [Message], hasMore: Bool = false) -> BotEvent {
    .history(.init(in: place, messages, through: messages.last?.seq ?? 0, hasMore: hasMore))
  }

  @Test mutating func `what was said privately is heard once and in order`() {
    let alice = Message.Place.user("alice")
    #expect(take(.ready(user: "bot")).then == [.conversations()])
    // It is among those that the list leads to.
    #expect(take(.privateMessage(said(5))).heard.isEmpty)
    let list = BotEvent.conversations(
      [
        .init(with: "alice", seq: 5, read: 1, unread: 3), .init(with: "bob", seq: 9, read: 9, unread: 0),
        .init(with: "echo", isBot: true, seq: 3, read: 0, unread: 3),
      ], cursor: nil)
    #expect(take(list).then == [.history(in: alice, after: 1)])
    let first = take(page(alice, [said(2), said(3, by: "bot"), said(4)], hasMore: true))
    #expect(first.heard == [2, 4])
    #expect(first.then == [.markRead(alice, seq: 4), .history(in: alice, after: 4)])
    #expect(take(.privateMessage(said(6))).heard.isEmpty)
    #expect(take(.privateMessage(said(1, by: "carol"))).heard == [1])
    let second = take(page(alice, [said(5), said(6)]))
    #expect(second.heard == [5, 6])
    #expect(second.then == [.markRead(alice, seq: 6)])
    #expect(take(.privateMessage(said(7))).heard == [7])
    #expect(take(page(alice, [said(7)])).heard.isEmpty, "it was not asked for")
  }

  @Test mutating func `who says something while the list is read is found at its beginning`() {
    let (alice, bob) = (Message.Place.user("alice"), Message.Place.user("bob"))
    _ = take(.ready(user: "bot"))
    let first = take(.conversations([.init(with: "bob", seq: 1, read: 0, unread: 1)], cursor: "c"))
    #expect(first.then == [.history(in: bob, after: 0), .conversations(cursor: "c")])
    #expect(take(page(bob, [said(1, by: "bob")])).heard == [1])
    #expect(take(.privateMessage(said(2))).heard.isEmpty)
    #expect(take(.conversations([], cursor: nil)).then == [.conversations()])
    // The list may not know yet what was read since.
    let again = take(
      .conversations(
        [
          .init(with: "alice", seq: 2, read: 0, unread: 2), .init(with: "bob", seq: 1, read: 0, unread: 1),
        ], cursor: nil))
    #expect(again.then == [.history(in: alice, after: 0)])
    #expect(take(page(alice, [said(1), said(2)])).heard == [1, 2])
  }

  @Test mutating func `what was said in a room is heard from where it was left`() {
    let lobby = Message.Place.room("lobby")
    #expect(take(.joined(room: "lobby", users: ["bot"])).then.isEmpty)
    #expect(take(.message(said(3, in: "lobby"))).heard == [3])
    #expect(take(.joined(room: "lobby", users: ["bot"])).then == [.history(in: lobby, after: 3)])
    #expect(take(.message(said(6, in: "lobby"))).heard.isEmpty)
    #expect(take(page(lobby, [said(4, in: "lobby"), said(6, in: "lobby")])).heard == [4, 6])
    #expect(take(.message(said(7, in: "lobby"))).heard == [7])
  }

  @Test mutating func `a server without conversations, and a room that is closed, keep it from nothing`() {
    _ = take(.ready(user: "bot"))
    let failure = BotEvent.Failure(code: "unknown_type", message: "No.", action: .conversations())
    #expect(take(.error(failure)).then.isEmpty)
    #expect(take(.privateMessage(said(1))).heard == [1])
    _ = take(.message(said(3, in: "lobby")))
    let asked = take(.joined(room: "lobby", users: ["bot"])).then
    _ = take(.error(.init(code: "forbidden", message: "No.", action: asked.first)))
    #expect(take(.message(said(4, in: "lobby"))).heard == [4])
  }
}
