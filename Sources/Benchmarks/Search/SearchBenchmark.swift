import Engine
import Foundation
import GRDB

/// What the index of messages costs, beside one whose words SQLite cuts, as it was before: messages in several languages, indexed and
/// found in both.
enum SearchBenchmark {
  private static let queries: [(name: String, earlier: String, current: String)] = [
    ("word", "text:\"the\"", "text:\"the\""),
    ("two_words", "text:\"the\" AND text:\"strasse17\"", "text:\"the\" AND text:\"strasse17\""),
    ("phrase", "text:\"of the\"", "text:\"of the\""),
    ("beginning", "text:\"word17\"*", "text:\"word17\"*"),
    ("in_a_room", "scope:\"r7\" AND text:\"the\"", "scope:\"r7\" AND text:\"the\""),
    // Only at the beginning of a text is this found in the earlier index.
    ("characters", "text:\"一丁\"*", "text:\"一丁\""),
  ]

  static func languages(_ size: BenchmarkSize) throws -> [Measurement] {
    let count = size == .full ? 1_000_000 : 20_000
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("search-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let earlier = try WordIndex(
      in: folder.appendingPathComponent("earlier.db"), of: count,
      tokenizer: "unicode61 remove_diacritics 2 categories 'L* N* Co So'"
    ) { $0.precomposedStringWithCanonicalMapping }
    let current = try WordIndex(
      in: folder.appendingPathComponent("current.db"), of: count,
      tokenizer: "ascii tokenchars '#$%&+<=>@^`|~'"
    ) { String(decoding: SearchWords($0).bytes, as: UTF8.self) }

    var measurements: [Measurement] = []
    for (name, index) in [("earlier", earlier), ("current", current)] {
      measurements += [
        Measurement(
          name: "search/\(name)/indexed", value: Double(count) / index.seconds, unit: "messages/s"),
        Measurement(
          name: "search/\(name)/size", value: Double(index.bytes) / Double(count), unit: "bytes/message"),
      ]
    }
    measurements += [
      Measurement(
        name: "search/time_ratio", value: current.seconds / earlier.seconds, unit: "times",
        goal: .atMost(1.34)),
      Measurement(
        name: "search/size_ratio", value: Double(current.bytes) / Double(earlier.bytes), unit: "times",
        goal: .atMost(1.34)),
    ]
    for query in queries {
      measurements += [
        Measurement(
          name: "search/earlier/\(query.name)", value: try earlier.search(query.earlier) * 1000, unit: "ms"),
        Measurement(
          name: "search/current/\(query.name)", value: try current.search(query.current) * 1000, unit: "ms"),
      ]
    }
    return measurements
  }
}

/// A full-text index of many messages, made as the store makes one: so many messages to a transaction.
private struct WordIndex {
  /// How long making it took, cutting the words included.
  private(set) var seconds = 0.0
  private(set) var bytes = 0
  private let database: DatabaseQueue

  private static let messagesPerTransaction = 1024

  init(in file: URL, of count: Int, tokenizer: String, cut: (String) -> String) throws {
    let database = try DatabaseQueue(path: file.path)
    self.database = database
    try database.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA journal_mode = WAL;
          PRAGMA synchronous = OFF;
          CREATE VIRTUAL TABLE words USING fts5(text, scope, content='', columnsize=0, tokenize="\(tokenizer)");
          """)
    }
    var sentences = Sentences()
    for first in stride(from: 1, through: count, by: Self.messagesPerTransaction) {
      let numbers = first..<min(first + Self.messagesPerTransaction, count + 1)
      let texts = numbers.map { _ in sentences.next() }
      let timing = try Timing.of {
        try database.write { db in
          let insert = try db.cachedStatement(sql: "INSERT INTO words (rowid, text, scope) VALUES (?, ?, ?)")
          for (number, text) in zip(numbers, texts) {
            try insert.execute(arguments: [number, cut(text), "r\(number % 50) f\(number % 2003)"])
          }
        }
      }
      seconds += timing.seconds
    }
    bytes = try database.read { db in
      try Int.fetchOne(db, sql: "SELECT sum(length(block)) FROM words_data") ?? 0
    }
  }

  /// How long the first page of a search takes.
  func search(_ expression: String) throws -> Double {
    try database.read { db in
      let select = try db.cachedStatement(
        sql: "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 21")
      return try (0..<5).map { _ in
        try Timing.of { _ = try Int.fetchAll(select, arguments: [expression]) }.seconds
      }.min() ?? 0
    }
  }
}

/// Sentences by Zipf's law, the same in every run: half of them like English, the others like German, Japanese and Russian, some with emoji.
private struct Sentences {
  private var state: UInt64 = 1
  private static let frequent = ["the", "of", "and", "to", "in", "is", "that", "it", "for", "was"]
  private static let emoji = ["👍", "😂", "🎉", "❤️", "✅", "👍🏽"]

  mutating func next() -> String {
    let length = 4 + below(20)
    var text: String
    switch below(10) {
    case ..<5:
      text = words(length) { rank in rank < 10 ? Self.frequent[rank] : "word\(rank)" }
    case ..<7:
      text = words(length) { rank in rank % 3 == 0 ? "Straße\(rank)" : rank % 3 == 1 ? "für" : "Größe\(rank)"
      }
    case ..<9:
      text = String(String.UnicodeScalarView((0..<length * 2).map { _ in character() }))
    case _:
      text = words(length) { rank in rank % 2 == 0 ? "слово\(rank)" : "ещё" }
    }
    if below(8) == 0 { text += " " + Self.emoji[below(Self.emoji.count)] }
    return text
  }

  private mutating func words(_ count: Int, _ spelling: (Int) -> String) -> String {
    (0..<count).map { _ in spelling(rank(of: 5000)) }.joined(separator: " ")
  }

  /// Kana most of the time, else an ideograph, of which some are frequent.
  private mutating func character() -> Unicode.Scalar {
    let value = below(3) > 0 ? 0x3041 + below(80) : 0x4E00 + rank(of: 3000)
    return Unicode.Scalar(UInt32(value)) ?? "の"
  }

  /// A number below another one, the small ones more often.
  private mutating func rank(of count: Int) -> Int {
    let fraction = Double(below(1 << 20)) / Double(1 << 20)
    return Int(pow(Double(count), fraction)) - 1
  }

  private mutating func below(_ count: Int) -> Int {
    // Knuth's linear congruential generator; its upper bits are good enough here.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }
}
