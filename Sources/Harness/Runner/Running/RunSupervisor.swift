import Dispatch
import Foundation
import Synchronization

/// Lets pieces of a run be carried out, each on a thread of its own, and waits for them no longer than it has to.
///
/// A thread cannot be ended from outside. What does not end when it is told to is left behind, and ends with the process.
/// Sessions that run at the same time share one, so that what ends the run ends all of them.
package final class RunSupervisor: Sendable {
  /// How long a run may take in real time.
  package struct Bounds: Sendable {
    /// How long one scenario may take; nil for no bound.
    package var scenario: RealDuration?
    /// How long all scenarios together may take; nil for no bound.
    package var run: RealDuration?

    package init(scenario: RealDuration? = nil, run: RealDuration? = nil) {
      (self.scenario, self.run) = (scenario, run)
    }
  }

  /// How often it looks whether what runs has to end, in milliseconds.
  private static let lookMilliseconds = 50
  /// How long what was told to end may take for that, and then again once its connections are broken.
  private static let graceMilliseconds = (asked: 1000, broken: 3000)
  /// As much as a main thread has: matchers and bots are recursive.
  private static let stackBytes = 8 << 20

  private let bounds: Bounds
  private let interruption: @Sendable () -> Int32?
  private let start = ContinuousClock.now
  private let ended = Mutex<RunStop?>(nil)

  /// - Parameter interruption: The signal that has interrupted the run, or nil where none has.
  package init(_ bounds: Bounds = Bounds(), interruption: @escaping @Sendable () -> Int32? = { nil }) {
    (self.bounds, self.interruption) = (bounds, interruption)
  }

  /// Why nothing more is to be begun, or nil while the run may go on.
  package var stop: RunStop? {
    if let signal = interruption() { return .interrupted(signal: signal) }
    guard let bound = bounds.run, ContinuousClock.now >= start + .seconds(bound.seconds) else { return nil }
    return .runTimeout(bound)
  }

  /// Why the run has ended before all of it was begun, or nil while it goes on.
  package var end: RunStop? { ended.withLock { $0 } }

  /// Ends the run; false where it has ended already, for a reason that counts more because it was the first.
  @discardableResult
  func end(because stop: RunStop) -> Bool {
    ended.withLock { end in
      guard end == nil else { return false }
      end = stop
      return true
    }
  }

  /// Carries something out; gives nil where that did not end although it had to, which `watch` has the reason for.
  ///
  /// - Parameter abort: Breaks all connections that it may wait for, from this thread.
  package func run<Value: Sendable>(
    under watch: RunWatch, abort: (() -> Void)? = nil, _ work: @escaping @Sendable () -> Value
  ) -> Value? {
    let begin = ContinuousClock.now
    let result = Self.started(work)
    while !result.comes(within: Self.lookMilliseconds) {
      guard let stop = stop ?? timeout(since: begin) else { continue }
      watch.end(because: stop)
      if result.comes(within: Self.graceMilliseconds.asked) { break }
      guard let abort else { return nil }
      abort()
      guard result.comes(within: Self.graceMilliseconds.broken) else { return nil }
      break
    }
    return result.value
  }

  /// Carries out what comes before the scenarios, such as starting a server.
  ///
  /// - Throws: Why the run has to end, where it does not wait any longer.
  package func prepare<Value: Sendable>(_ work: @escaping @Sendable () -> Value) throws(RunStop) -> Value {
    let result = Self.started(work)
    while true {
      if result.comes(within: Self.lookMilliseconds), let value = result.value { return value }
      guard let stop else { continue }
      // What is almost done can be undone in order.
      if result.comes(within: Self.graceMilliseconds.asked), let value = result.value { return value }
      throw stop
    }
  }

  private static func started<Value: Sendable>(_ work: @escaping @Sendable () -> Value) -> Awaited<Value> {
    let result = Awaited<Value>()
    let thread = Thread { result.put(work()) }
    thread.stackSize = stackBytes
    thread.start()
    return result
  }

  private func timeout(since begin: ContinuousClock.Instant) -> RunStop? {
    guard let bound = bounds.scenario, ContinuousClock.now >= begin + .seconds(bound.seconds) else {
      return nil
    }
    return .timeout(bound)
  }
}

extension RunSupervisor {
  /// What comes of a piece of work, put by its thread and waited for by another.
  private final class Awaited<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)
    private let end = DispatchSemaphore(value: 0)

    var value: Value? { kept.withLock { $0 } }

    func put(_ value: Value) {
      kept.withLock { $0 = value }
      end.signal()
    }

    func comes(within milliseconds: Int) -> Bool {
      end.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }
  }
}
