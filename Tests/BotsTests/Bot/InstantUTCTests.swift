import Bots
import Engine
import Testing

@Suite("Instants in UTC") struct InstantUTCTests {
  @Test(arguments: ["1970-01-01 00:00", "2024-02-29 23:59", "2026-03-01 12:00", "9999-12-31 00:00"])
  func `a date and a time are read and written`(text: String) throws {
    #expect(try #require(Instant(utc: text)).utc == text)
  }

  @Test func `seconds are left out`() throws {
    let instant = try #require(Instant(utc: "2026-01-01 09:05"))
    #expect(instant.advanced(by: .milliseconds(59_999)).utc == "2026-01-01 09:05")
  }

  @Test(arguments: [
    "2025-02-29 12:00", "2026-13-01 12:00", "2026-00-01 12:00", "2026-04-31 12:00", "2026-01-01 24:00",
    "2026-01-01 12:60", "2026-01-01 9:00", "2026-1-1 12:00", "2026-01-01", "2026-01-01T12:00",
    "2026-01-01  12:00", "2026-01-01 12:00 ", "٢٠٢٦-01-01 12:00", "",
  ])
  func `other texts are no instants`(text: String) {
    #expect(Instant(utc: text) == nil)
  }
}
