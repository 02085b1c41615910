import Dispatch
import Host
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// What other threads ask of turns.
extension TurnThread {
  /// Does something between two turns, and waits for its outcome; nil where the thread has ended. For other threads only.
  func betweenTurns<Outcome>(_ body: @escaping (Host) -> Outcome?) -> Outcome? {
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var outcome: Outcome?
    nonisolated(unsafe) let body = body
    let portion = Arrival.call { turns in
      turns.betweenTurns.append { host in
        outcome = body(host)
        done.signal()
      }
    }
    guard submit(unlessStopped: portion, mayTakeLong: true) else { return nil }
    done.wait()
    return outcome
  }

  /// What the body finds at one point in the order of turns, when that turn has lasted; nil where it does not in time.
  ///
  /// The body runs on the engine's thread and so has to be quick.
  func ask<Answer: Sendable>(
    within time: TimeAmount, _ body: @escaping @Sendable (TurnThread) -> Answer
  ) async -> Answer? {
    let answer = OneAnswer<Answer>()
    // Not on an event loop: the turn may be what keeps it.
    let timer = Task {
      try await Task.sleep(for: .nanoseconds(time.nanoseconds))
      answer.give(nil)
    }
    defer { timer.cancel() }
    return await withCheckedContinuation { continuation in
      answer.expect(continuation)
      submit(
        .call { turns in
          let found = body(turns)
          turns.afterCommit.append { answer.give(found) }
        })
    }
  }
}

/// A continuation that takes the first of several answers.
private final class OneAnswer<Answer: Sendable>: Sendable {
  private let waiting = NIOLockedValueBox<CheckedContinuation<Answer?, Never>?>(nil)

  func expect(_ continuation: CheckedContinuation<Answer?, Never>) {
    waiting.withLockedValue { $0 = continuation }
  }

  func give(_ answer: Answer?) {
    let continuation = waiting.withLockedValue { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(returning: answer)
  }
}
