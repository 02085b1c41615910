import Engine
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Store

@Suite struct TidyingTests {
  @Test func `what was said in a room that went is gone a portion at a time, and nobody finds it meanwhile`()
    throws
  {
    let store = try Store.empty()
    store.register(1, "alice")
    for room in 1...2 as ClosedRange<UInt32> { store.create(room, "room \(room)") }
    for number in 1...300 as ClosedRange<UInt64> {
      let room = UInt32(1 + number % 2)
      store.say(number, in: room, seq: (number + 1) / 2, "word \(number)")
    }
    try store.commit()
    // Some are in the index, some are without text, and some wait.
    _ = try store.search("word")
    store.write(.messageDeleted(.room(RoomID(1)), seq: 3))
    for number in 301...400 as ClosedRange<UInt64> {
      store.say(number, in: 1, seq: number - 150, "word \(number)")
    }
    store.write(.roomDeleted(RoomID(1)))
    try store.commit()

    #expect(try store.number("SELECT count(*) FROM messages WHERE room = 1") == 250)
    #expect(try store.search("word", hidden: [1]).rows.allSatisfy { $0.place == .room(RoomID(2)) })
    guard
      case .messages(let rows, more: false) = try store.answer(
        .roomHistory(RoomID(1), page: .latest, limit: 10, through: 9), mayRead: { _ in false })
    else { throw WrongAnswer() }
    #expect(rows.isEmpty)

    try store.commit()
    let tokens = Store.TokenRule(oldestUse: Instant(milliseconds: .min)) { [] }
    #expect(try store.tidy(.retain(.forever), at: .virtualStart, tokens, journalBytes: 0))
    #expect(try store.number("SELECT count(*) FROM messages WHERE room = 1") == 250 - 64)
    try store.tidyUp(.retain(.forever))
    #expect(try store.number("SELECT count(*) FROM messages WHERE room = 1") == 0)
    #expect(try store.number("SELECT count(*) FROM departures") == 0)
    #expect(try store.number("SELECT count(*) FROM message_index WHERE message_index MATCH 'word'") == 150)
    #expect(try store.history(ofRoom: 2).rows.count == 100)
  }

  @Test(arguments: [(-9000, [100, 500, 1000]), (400, [500, 1000, 1000])] as [(Int64, [Int])])
  func `after a clock was set, tokens are no older than they were`(by shift: Int64, expected: [Int]) throws {
    let store = try Store.empty()
    store.register(1, "alice")
    for (number, used) in [(1, 100), (2, 9500), (3, 20_000)] as [(UInt64, Int64)] {
      let instant = Instant(milliseconds: used)
      store.write(.tokenMade(UserID(1), token: Digest(number, 0, 0, 0), at: instant, by: .user))
      store.write(.tokenUsed(Digest(number, 0, 0, 0), at: instant))
    }
    try store.commit()
    try store.moveTokens(by: shift, noNewerThan: Instant(milliseconds: 1000))
    var used: [Int] = []
    for number in 0..<3 {
      used.append(try store.number("SELECT used_at FROM tokens ORDER BY digest LIMIT 1 OFFSET \(number)"))
    }
    #expect(used == expected)
  }

  @Test
  func
    `tokens that were not used for too long go, but for an operator's and those of sessions that are there`()
    throws
  {
    let store = try Store.empty()
    store.register(1, "alice")
    func token(_ number: UInt64) -> Digest { Digest(number, 0, 0, 0) }
    for number in 1...4 as ClosedRange<UInt64> {
      store.write(
        .tokenMade(
          UserID(1), token: token(number), at: Instant(milliseconds: 1000),
          by: number == 4 ? .operator : .user))
    }
    store.write(.tokenUsed(token(2), at: Instant(milliseconds: 5000)))
    try store.commit()
    try store.tidyUp(.retain(.forever), at: 9000, tokensUsedSince: 4000, inUse: [token(3)])
    #expect(try store.holder(ofToken: token(1)) == nil)
    #expect(try store.holder(ofToken: token(2))?.usedAt == Instant(milliseconds: 5000))
    #expect(try store.holder(ofToken: token(3))?.usedAt == Instant(milliseconds: 9000))
    #expect(try store.holder(ofToken: token(4))?.isOperators == true)
  }

  @Test func `a session ends a token of its user's own, and none that an operator made`() throws {
    let store = try Store.empty()
    store.register(1, "alice")
    for (number, maker) in [(1, .user), (2, .operator)] as [(UInt64, TokenMaker)] {
      let token = Digest(number, 0, 0, 0)
      store.write(.tokenMade(UserID(1), token: token, at: .virtualStart, by: maker))
      store.write(.ownTokenRevoked(token))
    }
    #expect(try store.holder(ofToken: Digest(1, 0, 0, 0)) == nil)
    #expect(try store.holder(ofToken: Digest(2, 0, 0, 0)) != nil)
    #expect(store.tokenCount == 1)
  }

  @Test func `what SQLite left in unused bytes of a page is wiped when texts went, and nothing else changes`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.file()
    func fill() throws {
      let store = try Store(.file(path: path))
      store.register(1, "alice")
      store.create(1, "lobby")
      for number in 1...400 as ClosedRange<UInt64> {
        store.say(number, in: 1, seq: number, "word\(number) again")
      }
      try store.commit()
      _ = try store.search("word1")
      try store.commit()
      try store.truncateLog()
    }
    try fill()

    // As a page looks that gave cells away to its neighbour.
    var pages = try [UInt8](Data(contentsOf: URL(filePath: path)))
    var remains = 0
    for start in stride(from: 4096, to: pages.count, by: 4096) {
      guard let gap = PageWiper.gap(in: Array(pages[start..<start + 4096])), gap.count >= 8 else { continue }
      pages.replaceSubrange(start + gap.lowerBound..<start + gap.lowerBound + 8, with: "remained".utf8)
      remains += 1
    }
    #expect(remains > 10)
    try Data(pages).write(to: URL(filePath: path))

    let opened = try Store(.file(path: path))
    opened.write(.messageDeleted(.room(RoomID(1)), seq: 200))
    try opened.tidyUp(.purge(through: .start))
    #expect(try opened.number("SELECT due FROM purge_state") == 0)
    #expect(try opened.search("again", limit: 1000).rows.count == 399)
    #expect(try opened.connection.seldom { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    let wiped = try Data(contentsOf: URL(filePath: path))
    #expect(wiped.range(of: Data("remained".utf8)) == nil)
    #expect(wiped.range(of: Data("word200".utf8)) == nil)
  }
}
