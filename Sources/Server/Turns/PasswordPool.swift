import Host
import NIOPosix
import Synchronization

/// The threads on which passwords are worked on: few, because each piece of work takes 128 MiB and some tenths of a second, and
/// with a short queue, because whoever waits longer than that has gone.
final class PasswordPool: Sendable {
  private let threads: NIOThreadPool
  private let mostWaiting: Int
  private let unfinished = Atomic<Int>(0)

  init(threads: Int, mostWaiting: Int) {
    self.threads = NIOThreadPool(numberOfThreads: threads)
    self.mostWaiting = threads + mostWaiting
    self.threads.start()
  }

  /// How many pieces of work are under way or wait.
  var count: Int { unfinished.load(ordering: .relaxed) }

  /// Does the work and tells the outcome on another thread; past the bound the work is not done, which is told at once.
  func run(_ work: CredentialWork, then tell: @escaping @Sendable (CredentialOutcome) -> Void) {
    guard unfinished.add(1, ordering: .relaxed).newValue <= mostWaiting else {
      unfinished.subtract(1, ordering: .relaxed)
      return tell(.notDone)
    }
    threads.submit { [self] state in
      let outcome: CredentialOutcome =
        switch state {
        case .active: work.run()
        case .cancelled: .notDone
        }
      unfinished.subtract(1, ordering: .relaxed)
      tell(outcome)
    }
  }

  /// Ends the threads, after what they are at.
  func stop() async {
    try? await threads.shutdownGracefully()
  }
}
