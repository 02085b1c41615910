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

  private func sessions(_ count: Int, under supervisor: RunSupervisor) -> [ScenarioSession] {
    (0..<count).map { _ in ScenarioSession(ScenarioRunner(), supervisor: supervisor) }
  }

  private func run(jobs: Int) throws -> (results: [ScenarioResult], told: [String]) {
    let told = Told()
    let sessions = sessions(jobs, under: RunSupervisor())
    let results = SuiteRunner(stopsAtFailure: true).run(try Self.suite(), in: sessions) { result in
      told.names.withLock { $0.append(result.name) }
    }
    return (results, told.names.withLock { $0 })
  }

  /// That all results are, `make suite` sees in every report.
  @Test func `the results up to the first failure are the same for any number of jobs`() throws {
    let (expected, _) = try run(jobs: 1)
    #expect(expected.count == 7)
    #expect(expected.filter(\.verdict.isBad).count == 1)
    for jobs in [2, 3, 8, 64] {
      let (results, told) = try run(jobs: jobs)
      #expect(told == expected.map(\.name))
      #expect(results.map { ConsoleReport.text(of: $0) } == expected.map { ConsoleReport.text(of: $0) })
      #expect(results.map(\.journalChain) == expected.map(\.journalChain))
      #expect(results.map(\.stateHash) == expected.map(\.stateHash))
      #expect(results.map(\.transcript.entries) == expected.map(\.transcript.entries))
    }
  }

  @Test func `a suite without parts has no results`() {
    for jobs in 0...2 {
      #expect(SuiteRunner().run([], in: sessions(jobs, under: RunSupervisor())).isEmpty)
    }
  }

  @Test(arguments: [1, 2, 8])
  func `what ends the run ends it for all jobs, and each part has a result`(jobs: Int) throws {
    let told = Told()
    let supervisor = RunSupervisor { told.names.withLock { $0.isEmpty } ? nil : 2 }
    let suite = try Self.suite()
    let results = SuiteRunner().run(suite, in: sessions(jobs, under: supervisor)) { result in
      told.names.withLock { $0.append(result.name) }
    }
    #expect(results.map(\.name) == suite.map(\.name))
    #expect(told.names.withLock { $0 } == suite.map(\.name))
    #expect((1...jobs).contains(results.count { $0.verdict.kind == .interrupted }))
    #expect(results.contains { $0.verdict.kind == .notRun })
    #expect(supervisor.end == .interrupted(signal: 2))
  }
}
