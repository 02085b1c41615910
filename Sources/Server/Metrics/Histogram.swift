import Synchronization

/// How long something took, counted in classes that double from a tenth of a millisecond to six seconds and a half.
///
/// One thread records; any other may read, and sees each number by itself.
package final class Histogram: Sendable {
  /// The upper ends of the classes, in microseconds; what takes longer is in none of them.
  static let bounds: [Int] = (0...16).map { 100 << $0 }

  private let counts: [Counter]
  private let microseconds = Counter()
  private let all = Counter()

  /// A histogram with nothing in it.
  package init() {
    counts = Self.bounds.map { _ in Counter() }
  }

  /// Counts one that took so long.
  package func record(microseconds duration: Int) {
    if let index = Self.bounds.firstIndex(where: { duration <= $0 }) { counts[index].add() }
    microseconds.add(duration)
    all.add()
  }

  /// What is shown of it.
  package struct Reading {
    /// How many were within each bound, in seconds; each class holds the smaller ones as well.
    let buckets: [(bound: Double, count: Int)]
    let count: Int
    let sum: Double
  }

  /// What was counted so far.
  package func read() -> Reading {
    var below = 0
    let buckets = zip(Self.bounds, counts).map { bound, counter in
      below += counter.value
      return (bound: Double(bound) / 1_000_000, count: below)
    }
    // A recording may be under way; the whole is never less than its parts.
    return Reading(
      buckets: buckets, count: max(all.value, below), sum: Double(microseconds.value) / 1_000_000)
  }
}
