import NIOConcurrencyHelpers
import Synchronization

/// A number that only grows, counted on any thread for next to nothing.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  func add(_ amount: Int = 1) {
    count.add(amount, ordering: .relaxed)
  }

  /// Counts one more; returns whether it is the first.
  func addFirst() -> Bool { count.add(1, ordering: .relaxed).oldValue == 0 }

  var value: Int { count.load(ordering: .relaxed) }
}

/// A number that goes up and down.
final class Gauge: Sendable {
  private let count = Atomic<Int>(0)

  func add(_ amount: Int) {
    count.add(amount, ordering: .relaxed)
  }

  func set(_ value: Int) {
    count.store(value, ordering: .relaxed)
  }

  var value: Int { count.load(ordering: .relaxed) }
}

/// A number that grows for each of several labels. Labels come from closed sets, so that nobody from outside can add one.
final class LabelledCounter<Label: Hashable & Sendable>: Sendable {
  // Not a `Mutex`: the thread sanitizer does not see what that one orders.
  private let counts = NIOLockedValueBox<[Label: Int]>([:])

  func add(_ amount: Int = 1, for label: Label) {
    counts.withLockedValue { $0[label, default: 0] += amount }
  }

  var values: [Label: Int] { counts.withLockedValue { $0 } }
}
