import Engine
import Wire

/// Reads an instant of virtual time, such as `2026-03-29T09:00`.
enum InstantParser {
  /// The instant in milliseconds since 1970, which is in UTC where no zone is written.
  ///
  /// The date may stand alone; the time may have seconds and milliseconds; a zone is `Z` or a distance such as `+02:00`.
  static func instant(_ text: String, at range: Range<Int>) throws(LineProblem) -> Int64 {
    guard let milliseconds = milliseconds(of: text) else {
      throw LineProblem(
        .timeNotValid, "this is no date with a time",
        remedy: "write 2026-03-29T09:00, 2026-03-29T09:00:30.500Z or 2026-03-29T09:00+02:00", at: range)
    }
    let start = Instant.virtualStart.milliseconds
    guard milliseconds >= start else {
      throw LineProblem(
        .timePast, "virtual time begins at \(Timestamp.text(of: .virtualStart)), and this is before",
        remedy: "write a later instant", at: range)
    }
    guard milliseconds - start <= ScenarioLimits.advanceMilliseconds else {
      throw LineProblem(
        .timeTooLong,
        "this is more than \(ScenarioLimits.advanceMilliseconds / 86_400_000) days after the start of virtual time",
        remedy: "write an earlier instant", at: range)
    }
    return milliseconds
  }

  private static func milliseconds(of text: String) -> Int64? {
    var time = text.dropFirst(10)
    var zone: Substring = "Z"
    if let sign = time.lastIndex(where: { $0 == "Z" || $0 == "+" || $0 == "-" }) {
      zone = time[sign...]
      time = time[..<sign]
    }
    let missing: String
    switch time.count {
    case 0: missing = "T00:00:00.000"
    case 6: missing = ":00.000"
    case 9: missing = ".000"
    case 11...13: missing = String(repeating: "0", count: 13 - time.count)
    case _: return nil
    }
    guard let instant = Timestamp.instant(of: "\(text.prefix(10))\(time)\(missing)Z"),
      let distance = distanceFromUTC(of: zone)
    else { return nil }
    return instant.milliseconds - distance
  }

  /// How far the clocks of a zone are ahead, in milliseconds.
  private static func distanceFromUTC(of zone: Substring) -> Int64? {
    if zone == "Z" { return 0 }
    let parts = zone.dropFirst().split(separator: ":").compactMap { Int64($0) }
    guard zone.utf8.count == 6, parts.count == 2, parts[0] < 24, parts[1] < 60 else { return nil }
    let distance = (parts[0] * 60 + parts[1]) * 60_000
    return zone.hasPrefix("-") ? -distance : distance
  }
}
