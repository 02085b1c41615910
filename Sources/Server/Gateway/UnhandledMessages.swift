import Synchronization

/// How many messages of one connection the turn thread has not handled yet. The event loop adds them, and the turn thread takes
/// them away.
struct UnhandledMessages: ~Copyable {
  private let count = Atomic<Int>(0)
  /// How many there may be before nothing more is read.
  private let most: Int

  init(most: Int) {
    self.most = most
  }

  /// One more came; returns whether there are as many as there may be.
  func add() -> Bool {
    count.add(1, ordering: .relaxed).newValue >= most
  }

  /// One was handled; returns whether that leaves half of what there may be, which is when reading goes on.
  func remove() -> Bool {
    count.subtract(1, ordering: .relaxed).newValue == most / 2
  }
}
