import Harness
import ScenarioLanguage
import Synchronization
import Testing

/// A suite has the same results, told in the same order, however many scenarios run at a time.
@Suite("Suites") struct SuiteRunnerTests {
  /// Forty files, of which every seventh fails and every eleventh is no scenario; the first take longest.
  private static func suite() throws -> [SuiteItem] {
    try (1...40).flatMap { number in
      let body =
        number % 11 == 0
        ? "alice < no_such_event"
        : String(repeating: "alice > hi\nalice < chat_message\n", count: 41 - number)
          + (number % 7 == 0 ? "alice < chat_message" : "alice < nothing")
      return SuiteItem.items(
        of: try ScenarioRunner.load("\(number).chat") { path throws(SourceLoadError) in
          SourceFile(
            path: path,
            text:
              "title: T\nusers: alice\nlimits: messages_burst=1000\n\nalice > /join lobby\nalice < user_list\n\(body)\n"
          )
        })
    }
  }

  private final class Told: Sendable {
    let names = Mutex<[String]>([])
  }

  private func run(jobs: Int, stopsAtFailure: Bool) throws -> (results: [ScenarioResult], told: [String]) {
    let told = Told()
    let runners = (0..<jobs).map { _ in ScenarioRunner() }
    let results = SuiteRunner(stopsAtFailure: stopsAtFailure).run(try Self.suite(), on: runners) { result in
      told.names.withLock { $0.append(result.name) }
    }
    return (results, told.names.withLock { $0 })
  }

  @Test(arguments: [false, true])
  func `the results are the same for any number of jobs`(stopsAtFailure: Bool) throws {
    let (expected, _) = try run(jobs: 1, stopsAtFailure: stopsAtFailure)
    #expect(expected.count == (stopsAtFailure ? 7 : 40))
    #expect(expected.filter(\.verdict.isBad).count == (stopsAtFailure ? 1 : 8))
    for jobs in [2, 3, 8, 64] {
      let (results, told) = try run(jobs: jobs, stopsAtFailure: stopsAtFailure)
      #expect(told == expected.map(\.name))
      #expect(results.map { ConsoleReport.text(of: $0) } == expected.map { ConsoleReport.text(of: $0) })
      #expect(results.map(\.journalChain) == expected.map(\.journalChain))
      #expect(results.map(\.stateHash) == expected.map(\.stateHash))
      #expect(results.map(\.transcript.entries) == expected.map(\.transcript.entries))
    }
  }

  @Test func `a suite without parts has no results`() {
    #expect(SuiteRunner().run([], on: [ScenarioRunner()]).isEmpty)
    #expect(SuiteRunner().run([], on: [ScenarioRunner(), ScenarioRunner()]).isEmpty)
  }
}
