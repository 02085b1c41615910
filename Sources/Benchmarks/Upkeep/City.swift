import Engine
import Foundation
import GRDB
import Host
import Server
import Store

import class Host.Host

/// A server with a million users, a hundred thousand rooms, and rooms whose logs are full.
final class City {
  private let store: Store
  private let host: Host
  private var now: Instant
  private var speakers: [ConnectionID] = []
  private var spoken = 0

  /// How many rooms have people who talk; their logs are filled.
  private static let busyRooms = 1000
  private static let turnMessages = 100
  private static let quietTurns = 2000

  init(_ size: BenchmarkSize, path: String) throws {
    let (users, rooms) = size == .full ? (1_000_000, 100_000) : (20_000, 2000)
    var tables = TableState()
    tables.now = .virtualStart
    tables.configuration.limits.removeRates()
    for number in 0..<users {
      tables.users.append(
        TableState.User(name: "user\(number)", bot: false, isDeleted: false, isErased: false))
    }
    for number in 0..<rooms {
      tables.rooms.append(TableState.Room(name: "room-\(number)", isDeleted: false, seq: 0, decisions: []))
    }
    store = try Store(.file(path: path))
    let engine = try Engine(tables)
    now = engine.now
    host = try Host(
      Recovery.Found(engine), in: store, configuration: engine.configuration, credentials: .simulated,
      snapshotInterval: .max, snapshots: .betweenTurns, at: now)
    try host.mark(.rebuilt)
    _ = try host.commit()
    try fill(messages: size == .full ? 1_000_000 : 50_000)
  }

  private func fill(messages: Int) throws {
    for room in 0..<Self.busyRooms {
      let connection = try host.connect(at: now)
      try send(#"{"type":"register","user":"speaker\#(room)","password":"a password"}"#, connection)
      try send(#"{"type":"join","room":"room-\#(room)"}"#, connection)
      speakers.append(connection)
      _ = try host.commit()
    }
    for _ in 0..<messages / Self.turnMessages { try turn() }
  }

  private func send(_ frame: String, _ connection: ConnectionID) throws {
    try host.receive(Array(frame.utf8), from: connection, at: now)
  }

  /// A turn in which a hundred rooms get a message each.
  private func turn() throws {
    now = now.advanced(byMilliseconds: 10)
    for _ in 0..<Self.turnMessages {
      spoken += 1
      let text = "good morning number \(spoken), this is a message of the usual length"
      try send(
        #"{"type":"chat_message","room":"room-\#(spoken % Self.busyRooms)","message":"\#(text)"}"#,
        speakers[spoken % Self.busyRooms])
    }
    _ = try host.commit()
  }

  // MARK: - Measuring

  func measure() throws -> [Measurement] {
    let before = MetricsPage.residentBytes ?? 0
    // As many as there will be beside the snapshot, since the longest turns are the rare ones.
    let quiet = try (0..<Self.quietTurns).map { _ in try Timing.of { try turn() }.seconds }
    let (writer, pieces) = host.beginSnapshot()
    let pipe = PiecePipe(pieces)
    var turns: [Double] = []
    var portions: [Double] = []
    var peak = before
    while true {
      turns.append(try Timing.of { try turn() }.seconds)
      guard let piece = pipe.next() else { break }
      portions.append(try Timing.of { try writer.write(piece, to: store) }.seconds)
      peak = max(peak, MetricsPage.residentBytes ?? 0)
    }
    try writer.finish(in: store)
    let bytes = Double(writer.bytes)
    // The index is brought up to date in some turns, with a snapshot and without one.
    return [
      Measurement(name: "upkeep/snapshot_bytes", value: bytes, unit: "bytes"),
      Measurement(name: "upkeep/longest_turn_without", value: (quiet.max() ?? 0) * 1000, unit: "ms"),
      Measurement(name: "upkeep/median_turn_without", value: Self.median(quiet) * 1000, unit: "ms"),
      Measurement(name: "upkeep/longest_turn_beside", value: (turns.max() ?? 0) * 1000, unit: "ms"),
      Measurement(name: "upkeep/median_turn_beside", value: Self.median(turns) * 1000, unit: "ms"),
      Measurement(
        name: "upkeep/longest_portion", value: (portions.max() ?? 0) * 1000, unit: "ms", goal: .atMost(20)),
      Measurement(
        name: "upkeep/memory_growth", value: Double(peak - before) / Double(before), unit: "of the process",
        goal: .atMost(0.2)),
    ]
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  /// Puts old messages into a file, past the engine, for a start beside them.
  static func addMessages(_ count: Int, to path: String) throws {
    let database = try DatabaseQueue(path: path)
    try database.write { db in
      try db.execute(
        sql: """
          WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
          INSERT INTO private_messages (id, low, high, seq, user, at, text)
          SELECT -n, 1, 2, -n, 1, 0, 'an old message of the usual length, which nobody reads' FROM numbers
          """, arguments: [count])
    }
    try database.close()
  }
}

/// The pieces of a snapshot, made on a thread of their own, one ahead of who takes them.
private final class PiecePipe: @unchecked Sendable {
  private let made = DispatchSemaphore(value: 0)
  private let wanted = DispatchSemaphore(value: 1)
  private var piece: [UInt8]?

  init(_ pieces: StatePieces) {
    Thread.detachNewThread { [self] in
      var pieces = pieces
      repeat {
        wanted.wait()
        piece = pieces.next()
        made.signal()
      } while piece != nil
    }
  }

  /// The next piece, or nil after the last one.
  func next() -> [UInt8]? {
    made.wait()
    defer { wanted.signal() }
    return piece
  }
}
