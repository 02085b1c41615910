import BotRuntime
import Logging
import ServiceLifecycle

/// Bots that run side by side. One that cannot go on leaves the others alone.
struct BotFleet: Service {
  let runners: [BotRunner]

  /// Runs until all have ended.
  ///
  /// Errors: the `BotRunner.Failure` of the first that could not go on.
  func run() async throws {
    try await withThrowingTaskGroup(of: (any Error)?.self) { group in
      for runner in runners {
        group.addTask {
          do {
            try await runner.run()
            return nil
          } catch {
            if runners.count > 1 { runner.logger.error("\(error)") }
            return error
          }
        }
      }
      var first: (any Error)?
      for try await failure in group { first = first ?? failure }
      if let first { throw first }
    }
  }
}
