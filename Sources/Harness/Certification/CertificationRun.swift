import Dispatch
import Foundation
package import Harness
import Synchronization

/// Checks that are carried out several at a time: they wait most of the time.
package final class CertificationRun: Sendable {
  private let certifier: Certifier
  private let checks: [Certification]
  private let supervisor: RunSupervisor
  private let next = Mutex(0)
  private let outcomes: Mutex<[Int: Result<ScenarioResult, Certifier.Unreachable>]> = Mutex([:])
  /// Tells of each check when it is through.
  private let ends: [DispatchSemaphore]

  /// Begins to carry out checks.
  ///
  /// - Parameter count: How many at a time.
  package init(
    of checks: [Certification], by certifier: Certifier, atATime count: Int, under supervisor: RunSupervisor
  ) {
    (self.checks, self.certifier, self.supervisor) = (checks, certifier, supervisor)
    ends = checks.map { _ in DispatchSemaphore(value: 0) }
    for _ in 0..<min(count, checks.count) { Thread.detachNewThread { self.work() } }
  }

  /// Waits until a check is through, and gives its result; each is asked for once.
  package func result(at index: Int) throws(Certifier.Unreachable) -> ScenarioResult {
    ends[index].wait()
    guard let outcome = outcomes.withLock({ $0.removeValue(forKey: index) }) else {
      preconditionFailure("the result of a check is asked for twice")
    }
    return try outcome.get()
  }

  private func work() {
    while let index = takeIndex() {
      let outcome = outcome(of: checks[index])
      outcomes.withLock { $0[index] = outcome }
      ends[index].signal()
    }
  }

  private func takeIndex() -> Int? {
    next.withLock { next in
      guard next < checks.count else { return nil }
      defer { next += 1 }
      return next
    }
  }

  private func outcome(of check: Certification) -> Result<ScenarioResult, Certifier.Unreachable> {
    if let stop = supervisor.stop { return .success(certifier.result(of: check, notRunBecause: stop)) }
    return Result { () throws(Certifier.Unreachable) in
      try ScenarioResult.timed { () throws(Certifier.Unreachable) in
        try certifier.run(check, under: supervisor)
      }
    }
  }
}
