import Foundation
package import Testing

/// Runs tests that wait in their thread, as for a program's end, on threads of their own, two for each core.
///
/// The threads that all other tests share are as few. One that waits would be missing to every test that awaits, whose
/// deadlines then pass while nobody runs it. What such a test awaits is run on those threads too.
package struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(BlockingThreads.shared) { try await function() }
  }
}

extension Trait where Self == BlockingTrait {
  /// For tests that wait in their thread.
  package static var blocking: Self { Self() }
}

extension Trait where Self == TimeLimitTrait {
  /// Ends a test that hangs. It says nothing of speed: the limit counts the time that a test waits for its turn.
  package static var hangGuard: Self { .timeLimit(.minutes(20)) }
}

private final class BlockingThreads: TaskExecutor {
  static let shared = BlockingThreads()

  private let queue = OperationQueue()

  private init() { queue.maxConcurrentOperationCount = 2 * ProcessInfo.processInfo.activeProcessorCount }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
