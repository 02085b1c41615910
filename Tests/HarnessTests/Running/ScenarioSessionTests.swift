import Bots
import Foundation
import Harness
import ScenarioLanguage
import Synchronization
import TestSupport
import Testing

/// Runs that end early: a scenario takes too long, all take too long, or somebody interrupts them.
@Suite("A run of scenarios", .blocking) struct ScenarioSessionTests {
  /// What lets a bot go on that would otherwise never come back.
  private final class Release: Sendable {
    private let state = Mutex(false)
    var isDone: Bool { state.withLock { $0 } }
    func finish() { state.withLock { $0 = true } }
    func wait() { while !isDone { Thread.sleep(forTimeInterval: 0.001) } }
  }

  /// A bot whose code does not come to an end where somebody speaks.
  private struct BusyBot: Bot {
    let release: Release

    mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
      if case .message = event { release.wait() }
      return []
    }
  }

  /// A bot that sets its timer again whenever it fires.
  private struct RestlessBot: Bot {
    mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
      switch event {
      case .ready, .timer: [.setTimer(id: "again", after: .milliseconds(1))]
      default: []
      }
    }
  }

  private static let busy = """
    title: A bot that is busy
    users: alice
    bots: busy in lobby

    alice > /join lobby
    alice < user_list
    alice > hello
    alice < chat_message

    """
  private static let restless = """
    title: A bot that is restless
    bots: restless in lobby
    users: alice

    +300d

    """
  private static let quick = "title: Nothing\nusers: alice\n\nalice < nothing\n"

  private func scenario(_ text: String) throws -> (Scenario, SourceSet) {
    let loaded = try ScenarioRunner.load(
      "test.chat", bots: ["busy", "restless"], read: ScenarioTexts(text).read)
    return (try #require(loaded.scenarios.first), loaded.sources)
  }

  private func session(
    _ bounds: RunSupervisor.Bounds, release: Release = Release(),
    interruption: @escaping @Sendable () -> Int32? = { nil }
  ) -> ScenarioSession {
    ScenarioSession(
      ScenarioRunner(bots: ["busy": BusyBot(release: release), "restless": RestlessBot()]),
      supervisor: RunSupervisor(bounds, interruption: interruption))
  }

  private func run(_ text: String, in session: ScenarioSession) throws -> ScenarioResult {
    let (scenario, sources) = try scenario(text)
    return session.run(scenario, sources: sources)
  }

  @Test func `a scenario that does not end is left behind when its time is over, the next one is run`() throws
  {
    let release = Release()
    defer { release.finish() }
    let session = session(.init(scenario: RealDuration(seconds: 1)), release: release)
    let result = try run(Self.busy, in: session)
    #expect(result.verdict.kind == .timedOut)
    let failure = try #require(result.verdict.failure)
    #expect(failure.place.line == 7)
    #expect(failure.message == "it takes longer than 1s of real time; --timeout gives it more")
    #expect(try run(Self.quick, in: session).verdict.kind == .passed)
    #expect(session.end == nil)
  }

  @Test func `one that goes on in virtual time is ended, with what was seen of it`() throws {
    let session = session(.init(scenario: RealDuration(seconds: 1)))
    let result = try run(Self.restless, in: session)
    #expect(result.verdict.kind == .timedOut)
    #expect(result.virtualMilliseconds > 0)
    #expect(!result.transcript.entries.isEmpty)
  }

  @Test func `when the time of the run is over, the next scenario says so and the rest is not run`() throws {
    let session = session(.init(run: RealDuration(seconds: 0)))
    let results = try (1...3).map { _ in try run(Self.quick, in: session) }
    #expect(results.map(\.verdict.kind) == [.timedOut, .notRun, .notRun])
    #expect(results.map(\.verdict.isBad) == [true, false, false])
    #expect(
      ConsoleReport.text(of: results[1])
        == "not run test.chat: the run takes longer than 0s of real time; --run-timeout gives it more\n")
    #expect(session.end == .runTimeout(RealDuration(seconds: 0)))
  }

  @Test func `a scenario that is interrupted is not finished, and the rest is not run`() throws {
    let release = Release()
    defer { release.finish() }
    let hasBegun = Release()
    let session = session(.init(), release: release) { hasBegun.isDone ? 2 : nil }
    #expect(try run(Self.quick, in: session).verdict.kind == .passed)
    hasBegun.finish()
    let result = try run(Self.busy, in: session)
    #expect(result.verdict.kind == .interrupted)
    #expect(result.verdict.failure?.message == "the run was interrupted by SIGINT")
    #expect(try run(Self.quick, in: session).verdict.kind == .notRun)
    #expect(session.end == .interrupted(signal: 2))
  }

  @Test func `what comes before the scenarios is waited for no longer than the run may go on`() throws {
    let release = Release()
    defer { release.finish() }
    let wait: @Sendable () -> Int = {
      release.wait()
      return 1
    }
    #expect(try RunSupervisor().prepare { 1 } == 1)
    #expect(throws: RunStop.interrupted(signal: 15)) {
      try RunSupervisor(interruption: { 15 }).prepare(wait)
    }
    let bounds = RunSupervisor.Bounds(scenario: RealDuration(seconds: 0), run: RealDuration(seconds: 1))
    #expect(throws: RunStop.runTimeout(RealDuration(seconds: 1))) {
      try RunSupervisor(bounds).prepare(wait)
    }
  }

  @Test func `a run that ends before it has a server says so under the server's name`() throws {
    let session = ScenarioSession(
      ScenarioRunner(), called: "ws://chat.example", supervisor: RunSupervisor(interruption: { 2 }))
    let results = try (1...2).map { _ in try run(Self.quick, in: session) }
    #expect(results.map(\.verdict.kind) == [.interrupted, .notRun])
    #expect(results.map(\.venue) == ["ws://chat.example", "ws://chat.example"])
  }

  @Test func `a known failure that was interrupted is not known to have failed`() throws {
    let release = Release()
    defer { release.finish() }
    let session = session(.init(scenario: RealDuration(seconds: 1)), release: release)
    let text = Self.busy.replacing("users:", with: "xfail: it is slow\nusers:")
    #expect(try run(text, in: session).verdict.kind == .timedOut)
  }

  @Test(arguments: [
    ("90", 90), ("90s", 90), ("10m", 600), ("1h", 3600), ("0", 0), ("168h", 604_800), ("", nil), ("s", nil),
    ("-1", nil), ("1.5m", nil), ("1d", nil), ("169h", nil), ("9223372036854775807h", nil),
  ]) func `a duration has a unit, or is in seconds`(text: String, seconds: Int?) {
    #expect(RealDuration(text)?.seconds == seconds)
  }

  @Test(arguments: [(0, "0s"), (59, "59s"), (60, "1m"), (90, "90s"), (7200, "2h")])
  func `a duration is written in its largest unit`(seconds: Int, text: String) {
    #expect(RealDuration(seconds: seconds).description == text)
  }
}
