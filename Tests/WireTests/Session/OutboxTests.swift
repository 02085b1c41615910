import Foundation
import Testing
import Wire

struct OutboxTests {
  private typealias Letters = Outbox<String>

  private func outbox(_ actions: String..., window: Int = 1) -> Outbox<String> {
    var outbox = Letters(Letters.Kept(prefix: "b"), window: window)
    for action in actions { outbox.append(action) }
    return outbox
  }

  @Test func `one command is under way at a time, and each has its number`() {
    var outbox = outbox("x", "y")
    #expect(outbox.sent() == ["b1 x"])
    #expect(outbox.settle("b1") == "x")
    #expect(outbox.settle("b1") == nil, "it was answered before")
    #expect(outbox.sent() == ["b2 y"])
    #expect(outbox.settle("b2") == "y")
    #expect(outbox.isIdle(at: 0))
  }

  @Test func `several commands are under way where that is allowed`() {
    var outbox = outbox("x", "y", "z", window: 2)
    #expect(outbox.sent() == ["b1 x", "b2 y"])
    #expect(outbox.settle("b2") == "y")
    #expect(outbox.sent() == ["b3 z"])
  }

  @Test func `a command that came too early is sent again when it may, and others wait behind it`() {
    var outbox = outbox("x", "y")
    _ = outbox.sent()
    outbox.postpone("b1", until: 200)
    #expect(outbox.retryAt == 200)
    #expect(outbox.sent(at: 199) == [])
    #expect(!outbox.isIdle(at: 199))
    #expect(outbox.sent(at: 200) == ["b1 x"])
    #expect(outbox.retryAt == nil)
  }

  @Test func `a command is not sent before its time`() {
    var outbox = outbox("x")
    #expect(outbox.next(at: 0) { _ in 50 } == nil)
    #expect(outbox.retryAt == 50)
    #expect(outbox.sent(at: 50) == ["b1 x"])
  }

  @Test func `after a cut a ping tells what never arrived`() {
    var outbox = outbox("x", "y", "z", window: 2)
    _ = outbox.sent()
    outbox.resume()
    #expect(outbox.sent() == ["b4 ping"])
    #expect(outbox.settle("b1") == "x", "its answer was among what was missed")
    #expect(outbox.sent() == [], "nothing overtakes the ping")
    #expect(outbox.settlePing("b4") == true)
    #expect(outbox.sent() == ["b2 y", "b3 z"])
    #expect(outbox.settlePing("b4") == false)
  }

  @Test func `a cut before the pong asks again with the same ping`() {
    var outbox = outbox("x")
    _ = outbox.sent()
    outbox.resume()
    #expect(outbox.sent() == ["b2 ping"])
    outbox.resume()
    #expect(outbox.sent() == ["b2 ping"])
  }

  @Test func `a cut while nothing is under way asks only if that is wanted`() {
    var outbox = outbox("x")
    outbox.resume()
    #expect(outbox.sent() == ["b1 x"])
    _ = outbox.settle("b1")
    outbox.resumeInDoubt()
    #expect(!outbox.isIdle(at: 0))
    #expect(outbox.sent() == ["b2 ping"])
  }

  @Test func `a new session begins with its own commands and sends the others again behind them`() {
    var outbox = outbox("x", "y", "z", window: .max)
    _ = outbox.sent()
    outbox.postpone("b1", until: 200)
    outbox.begin(with: ["join"], dropping: { $0 == "y" })
    #expect(outbox.sent() == ["b4 join", "b1 x", "b3 z"])
  }

  @Test func `what is kept has the names that bots have in their files`() throws {
    var outbox = outbox("x", "y")
    _ = outbox.settle("b1")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(outbox.kept)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"{"commands":[{"action":"y","id":"b2"}],"number":2,"prefix":"b"}"#)
    var again = Letters(try JSONDecoder().decode(Letters.Kept.self, from: data), window: 1)
    again.append("z")
    #expect(again.kept.commands.map(\.id) == ["b2", "b3"])
  }
}

extension Outbox<String> {
  /// All that is to be sent now.
  fileprivate mutating func sent(at now: Int64 = 0) -> [String] {
    var sent: [String] = []
    while let step = next(at: now) {
      switch step {
      case .command(let command): sent.append("\(command.id) \(command.action)")
      case .ping(let id): sent.append("\(id) ping")
      }
    }
    return sent
  }
}
