package import Engine

/// One input of the journal, with what proves that it and all before it are unchanged.
package struct JournalEntry: Hashable, Sendable {
  /// An entry's place: dense from 1 since the server's first input.
  package struct Index: Hashable, Comparable, Sendable {
    package var number: UInt64
    package init(_ number: UInt64) { self.number = number }
    package static func < (a: Index, b: Index) -> Bool { a.number < b.number }
    /// The place before the first entry.
    package static let start = Index(0)
  }

  package let index: Index
  package let at: Instant
  /// By which behaviour of the engine the input was run.
  package let behaviour: Int
  /// The format of the input's bytes, as `StateFormat` numbers them.
  package let format: Int
  /// The input in its canonical bytes.
  package let input: [UInt8]
  /// The chain up to and with this entry.
  package let chain: Digest

  /// How many bytes the entry has in the journal.
  package var bytes: UInt64 { UInt64(JournalChain.headerBytes + input.count) }
}
