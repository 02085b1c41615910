import ScenarioLanguage
import Testing

/// `until` and `start:`. Virtual time begins at 2026-01-01, which is 1,767,225,600 seconds after 1970.
@Suite struct InstantTests {
  private static let virtualStart: Int64 = 1_767_225_600_000

  @Test(
    arguments: [
      ("2026-01-01", 0), ("2026-01-01T00:00", 0), ("2026-01-01T00:00:00", 0), ("2026-01-01T00:00:00.000Z", 0),
      ("2026-01-02T00:00Z", 86_400_000), ("2026-01-01T01:02:03.4", 3_723_400),
      ("2026-01-01T02:00+02:00", 0), ("2026-01-01T00:00-05:30", 19_800_000), ("2026-03-01", 5_097_600_000),
    ] as [(String, Int64)])
  func `an instant is in UTC unless a zone is written`(text: String, sinceStart: Int64) throws {
    let scenario = try #require(
      Examples.expand("title: T\nstart: \(text)\nuntil \(text)").scenarios.first)
    #expect(scenario.header.start?.value == Self.virtualStart + sinceStart)
    guard case .until(let milliseconds) = scenario.steps[0].kind else { throw Unexpected(scenario.steps[0]) }
    #expect(milliseconds == Self.virtualStart + sinceStart)
  }
}
