import Dispatch
import Foundation
import Synchronization

/// Runs files on several threads, what changed last first.
package final class FileRunners: Sendable {
  /// As much as a main thread has: readers of scenarios are recursive.
  private static let stackBytes = 8 << 20

  private let queue = Mutex(WorkQueue())
  private let work = DispatchSemaphore(value: 0)

  /// Starts the threads, which end with the process.
  ///
  /// - Parameters:
  ///   - count: How many files run at a time.
  ///   - makeRunner: Makes the runner of one thread.
  ///   - report: Is told what came of a file, on any thread; only `finish` says whether it counts.
  package init(
    count: Int, makeRunner: @escaping @Sendable () -> FileRunner,
    report: @escaping @Sendable (WorkQueue.Ticket, FileRunner.Outcome) -> Void
  ) {
    for _ in 0..<count {
      let thread = Thread { [self] in
        let runner = makeRunner()
        while true {
          work.wait()
          guard let ticket = queue.withLock({ $0.take() }) else { continue }
          report(ticket, runner.run(ticket.file))
        }
      }
      thread.stackSize = Self.stackBytes
      thread.start()
    }
  }

  /// Whether nothing waits and nothing runs.
  package var isIdle: Bool { queue.withLock { $0.isIdle } }

  /// Has files run before all that wait.
  package func put(_ files: [String]) {
    queue.withLock { $0.put(files) }
    for _ in files { work.signal() }
  }

  /// Has files not run, because they are gone.
  package func drop(_ files: [String]) { queue.withLock { $0.drop(files) } }

  /// A file has been run; says whether its results count, which they do not where it was changed meanwhile.
  package func finish(_ ticket: WorkQueue.Ticket) -> Bool { queue.withLock { $0.finish(ticket) } }
}
