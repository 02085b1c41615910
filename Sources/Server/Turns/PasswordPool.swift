import DequeModule
import Engine
import Host
import NIOConcurrencyHelpers
import NIOPosix

/// The threads that hash passwords: few, because each hash takes 128 MiB and some tenths of a second, and with a short queue,
/// because clients do not wait long.
///
/// Addresses take turns, and within an address its accounts, so that many attempts of one client delay only that client.
final class PasswordPool: Sendable {
  private let threads: NIOThreadPool
  private let mostRunning: Int
  private let mostWaiting: Int
  private let state = NIOLockedValueBox(State())

  /// A piece of work, and who is told its outcome.
  private struct Job: Sendable {
    let work: CredentialWork
    let tell: @Sendable (CredentialOutcome) -> Void
  }

  private struct State {
    var running = 0
    /// What waits for each address, and there for each account.
    var waiting = FairQueue<Peer?, FairQueue<UserID?, Deque<Job>>>()
  }

  init(threads: Int, mostWaiting: Int) {
    self.threads = NIOThreadPool(numberOfThreads: threads)
    mostRunning = threads
    self.mostWaiting = mostWaiting
    self.threads.start()
  }

  /// How many pieces of work are under way or wait.
  var count: Int { state.withLockedValue { $0.running + $0.waiting.count } }

  /// Does the work and tells the outcome on another thread; past the bound some work is not done, which is told at once: the newest
  /// of whoever has the most.
  func run(_ work: CredentialWork, then tell: @escaping @Sendable (CredentialOutcome) -> Void) {
    let job = Job(work: work, tell: tell)
    let (starts, refused): (Bool, Job?) = state.withLockedValue { state in
      if state.running < mostRunning {
        state.running += 1
        return (true, nil)
      }
      state.waiting.add(for: work.peer) { $0.add(for: work.account) { $0.append(job) } }
      return (false, state.waiting.count > mostWaiting ? state.waiting.takeBack() : nil)
    }
    if starts { start(job) }
    refused?.tell(.notDone)
  }

  private func start(_ job: Job) {
    threads.submit { [self] state in
      let outcome: CredentialOutcome =
        switch state {
        case .active: job.work.run()
        case .cancelled: .notDone
        }
      job.tell(outcome)
      let next = self.state.withLockedValue { state in
        let next = state.waiting.next()
        if next == nil { state.running -= 1 }
        return next
      }
      if let next { start(next) }
    }
  }

  /// Ends the threads, after what they are at.
  func stop() async {
    try? await threads.shutdownGracefully()
  }
}
