import Engine
import Testing

@testable import Store

@Suite struct HistoryTests {
  /// 25 messages in room 1, between them as many in room 2.
  private func store(_ order: RowOrder) throws -> Store {
    let store = try Store.empty(order)
    for seq in 1...25 as ClosedRange<UInt64> {
      store.say(seq * 2 - 1, in: 1, seq: seq, from: UInt32(seq), "one \(seq)")
      store.say(seq * 2, in: 2, seq: seq, "two \(seq)")
      if seq == 12 { try store.commit() }
    }
    return store
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var page: HistoryPage
    var limit: Int
    var through: UInt64 = .max
    var seqs: [UInt64]
    var more: Bool
    var testDescription: String { "\(page), limit \(limit), through \(through)" }
  }

  static let cases: [Case] = [
    Case(page: .latest, limit: 3, seqs: [23, 24, 25], more: true),
    Case(page: .latest, limit: 25, seqs: Array(1...25), more: false),
    Case(page: .latest, limit: .max, seqs: Array(1...25), more: false),
    Case(page: .latest, limit: 2, through: 10, seqs: [9, 10], more: true),
    Case(page: .latest, limit: 2, through: 0, seqs: [], more: false),
    Case(page: .latest, limit: 0, seqs: [], more: true),
    Case(page: .latest, limit: -1, seqs: [], more: true),
    Case(page: .before(4), limit: 5, seqs: [1, 2, 3], more: false),
    Case(page: .before(4), limit: 3, seqs: [1, 2, 3], more: false),
    Case(page: .before(4), limit: 2, seqs: [2, 3], more: true),
    Case(page: .before(.max), limit: 1, seqs: [25], more: true),
    Case(page: .before(20), limit: 2, through: 5, seqs: [4, 5], more: true),
    Case(page: .before(1), limit: 2, seqs: [], more: false),
    Case(page: .before(0), limit: 2, seqs: [], more: false),
    Case(page: .after(0), limit: 2, seqs: [1, 2], more: true),
    Case(page: .after(22), limit: 3, seqs: [23, 24, 25], more: false),
    Case(page: .after(22), limit: 3, through: 24, seqs: [23, 24], more: false),
    Case(page: .after(25), limit: 3, seqs: [], more: false),
    Case(page: .after(.max), limit: 3, seqs: [], more: false),
  ]

  @Test(arguments: cases, RowOrder.allCases)
  func `a page holds what it says and knows whether there is more`(page: Case, order: RowOrder) throws {
    let found = try store(order).history(page.page, limit: page.limit, through: page.through)
    #expect(found.rows.map(\.seq) == page.seqs)
    #expect(found.more == page.more)
    for row in found.rows {
      #expect(row.text == "one \(row.seq)")
      #expect(row.place == .room(RoomID(1)))
      #expect(row.from.number == UInt32(row.seq))
      #expect(row.number == row.seq * 2 - 1)
      #expect(row.at.milliseconds == Int64(row.number))
    }
  }

  @Test func `a room in which nothing was said has an empty history`() throws {
    let found = try Store.empty().history(ofRoom: 9)
    #expect(found.rows.isEmpty)
    #expect(!found.more)
  }

  @Test(arguments: RowOrder.allCases)
  func `a private history is for the two people only`(order: RowOrder) throws {
    let store = try Store.empty(order)
    store.whisper(1, from: 7, to: 3, seq: 1, "hi")
    store.whisper(2, from: 3, to: 7, seq: 2, "hello")
    store.whisper(3, from: 3, to: 8, seq: 1, "other")
    for asker in [3, 7] as [UInt32] {
      let found = try store.history(between: (3, 7), asker: asker)
      #expect(found.rows.map(\.text) == ["hi", "hello"])
      #expect(found.rows.map(\.from.number) == [7, 3])
      #expect(found.rows.allSatisfy { $0.place == .pair(Pair(UserID(3), UserID(7))) })
      #expect(try store.history(between: (7, 3), asker: asker, limit: 1).more)
    }
    let third = try store.history(between: (3, 7), asker: 8, limit: 1)
    #expect(third.rows.isEmpty)
    #expect(!third.more)
  }

  @Test func `a query sees what was written before it and not what comes after`() throws {
    let store = try Store.empty()
    store.say(1, seq: 1, "first")
    #expect(try store.history().rows.map(\.text) == ["first"])
    store.say(2, seq: 2, "second")
    #expect(try store.history().rows.map(\.text) == ["first", "second"])
    #expect(try store.search("second").rows.count == 1)
    #expect(try store.history(through: 1).rows.map(\.text) == ["first"])
  }
}
