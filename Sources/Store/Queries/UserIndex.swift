import GRDB

/// The index that finds a text inside of keys: one for texts of one or two characters, one for longer texts.
struct UserIndex {
  let table: String
  /// The text in the language of FTS5.
  let phrase: String

  /// The index for a text, or nil where reading the keys in order until the page is full does better.
  ///
  /// That is so for a text that so many keys contain that the page will be full soon. The rows are the same either way.
  init?(for text: String, _ db: Database) throws {
    switch text.unicodeScalars.count {
    case 0: return nil
    case 1, 2:
      table = "user_short_index"
      phrase = "\"" + Self.word(text.unicodeScalars) + "\""
    default:
      table = "user_index"
      phrase = "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
    let hits = try Int.fetchOne(
      db, sql: "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(table) MATCH ? LIMIT ?)",
      arguments: [phrase, Self.mostHits + 1])
    guard hits ?? 0 <= Self.mostHits else { return nil }
  }

  /// Above so many users, a text counts as one that many keys contain.
  private static let mostHits = 1000

  /// The words of the index of short texts for a key: each of its characters, and each two that are neighbours.
  static func shortWords(of key: String) -> String {
    let scalars = Array(key.unicodeScalars)
    let single = scalars.map { word([$0]) }
    let pairs = zip(scalars, scalars.dropFirst()).map { word([$0, $1]) }
    return (single + pairs).joined(separator: " ")
  }

  /// Characters by their numbers, so that every character makes a word, also one that a tokenizer would drop.
  private static func word(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    scalars.map { String($0.value, radix: 16) }.joined(separator: "_")
  }
}
