import Engine
import Foundation
import Host
import Store

import class Host.Host

/// Searches that have to look at much before they find little, among many messages whose words are as frequent as in a
/// language.
final class WorstSearches {
  private let store: Store
  private let host: Host
  private var now = Instant.virtualStart
  private let searcher: ConnectionID
  private let folder: URL
  private let names: Int

  private static let phrases =
    #"\"of the of the\" \"to in to in\" \"and the and the\" \"in of in of\" \"the to the to\""#

  /// The queries, by what is bad about them.
  private static let queries: [(name: String, fields: String)] = [
    ("frequent", #""query":"the""#),
    ("two_frequent", #""query":"the of""#),
    ("phrase", #""query":"\"of the of the of\"""#),
    ("phrases", #""query":"\#(phrases)""#),
    ("sixteen", #""query":"the of and to in the of and to in the of and to in the""#),
    ("silent_author", #""query":"the","from":"nobody""#),
    ("empty_room", #""query":"the","room":"empty""#),
    ("nothing", #""query":"the zzzz""#),
    ("marks", #""query":"\#(String(repeating: "\u{0301}\u{0323}", count: 127))a""#),
    ("every_word", #""query":"w*""#),
    ("last_word", #""query":"the w12""#),
    ("last_word_in_a_room", #""query":"the w1*","room":"busy""#),
    ("symbols", #""query":"\#(String(repeating: "+<", count: 127))""#),
    ("characters", #""query":"\#(String(repeating: "東京", count: 127))""#),
  ]

  init(messages: Int) throws {
    names = messages
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("searches-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try Store(.file(path: folder.appendingPathComponent("chat.db").path))
    var configuration = Configuration()
    configuration.limits.removeRates()
    host = try Host(
      store: store, configuration: configuration, credentials: .simulated, snapshotInterval: .max, at: now)
    searcher = try host.connect(at: now)
    let writer = try host.connect(at: now)
    let nobody = try host.connect(at: now)
    try send(#"{"type":"register","user":"nobody","password":"a password"}"#, nobody)
    try send(#"{"type":"register","user":"writer","password":"a password"}"#, writer)
    try send(#"{"type":"create_room","room":"empty"}"#, writer)
    try send(#"{"type":"join","room":"busy"}"#, writer)
    var words = Words()
    for number in 0..<messages {
      now.milliseconds += 1
      try send(#"{"type":"chat_message","room":"busy","message":"\#(words.sentence())"}"#, writer)
      if number % 200 == 0 { _ = try host.commit() }
    }
    _ = try host.commit()
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func send(_ frame: String, _ connection: ConnectionID) throws {
    try host.receive(Array(frame.utf8), from: connection, at: now)
  }

  /// The longest turn of each search, the pages behind the first included, and of all.
  func measure() throws -> [Measurement] {
    // What waits to be indexed is no work of these searches.
    _ = try turn(#""query":"warm""#)
    var measurements: [Measurement] = []
    var longest = 0.0
    for (name, fields) in Self.queries {
      let seconds = try (0..<3).map { _ in try turn(fields) }.min() ?? 0
      longest = max(longest, seconds)
      measurements.append(
        Measurement(name: "strangers/search/\(name)", value: seconds * 1000, unit: "ms"))
    }
    let names = try nameSearch()
    longest = max(longest, names)
    measurements.append(Measurement(name: "strangers/search/names", value: names * 1000, unit: "ms"))
    measurements.append(
      Measurement(
        name: "strangers/longest_search", value: longest * 1000, unit: "ms", goal: .atMost(20)))
    return measurements
  }

  /// A search for what stands in the last of very many names, in so many of them that reading all names seems to be the better way.
  private func nameSearch() throws -> Double {
    let store = try Store(.memory)
    for number in 1...names {
      let name = number + 1500 < names ? "a\(number)" : "yz\(number)"
      store.write(
        .userRegistered(UserID(UInt32(number)), name: name, key: name, bot: false, at: now, request: nil))
      if number % 1000 == 0 { try store.commit() }
    }
    let search = UserSearch(text: "z", limit: 50, through: UserID(.max), fingerprint: 1)
    let inside = UserSearch(text: "z1", limit: 50, through: UserID(.max), fingerprint: 1)
    return try [search, inside].map { search in
      try (0..<3).map { _ in try Timing.of { _ = try store.answer(.users(search)) }.seconds }.min() ?? 0
    }.max() ?? 0
  }

  private func turn(_ fields: String) throws -> Double {
    now.milliseconds += 1000
    return try Timing.of {
      try send(#"{"type":"search","in":"messages",\#(fields)}"#, searcher)
      _ = try host.commit()
    }.seconds
  }
}

/// Words by Zipf's law, the same in every run.
private struct Words {
  private var state: UInt64 = 1
  private let words = ["the", "of", "and", "to", "in"] + (0..<5000).map { "w\($0)" }
  private let sums: [Double]

  init() {
    var sum = 0.0
    sums = words.indices.map { index in
      sum += 1 / Double(index + 1)
      return sum
    }
  }

  mutating func sentence() -> String { (0..<18).map { _ in word() }.joined(separator: " ") }

  private mutating func word() -> String {
    // Knuth's linear congruential generator; its upper bits are good enough here.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let place = Double(state >> 11) / Double(1 << 53) * sums[sums.count - 1]
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] < place { low = middle + 1 } else { high = middle }
    }
    return words[low]
  }
}
