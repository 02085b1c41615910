import Wire

/// Shows the times of frames, RFC 3339 in UTC, on a person's clock.
struct ShownTime: Sendable {
  let utcOffsetSeconds: Int

  /// The hour and minute: `12:03`.
  func time(_ timestamp: String?) -> String { String(dateAndTime(timestamp).suffix(5)) }

  /// The day, hour and minute: `2026-01-01 12:03`.
  func dateAndTime(_ timestamp: String?) -> String {
    guard let timestamp, let minute = Timestamp.milliseconds(of: "\(timestamp.prefix(16)):00.000Z") else {
      return "--:--"
    }
    let shown = Timestamp.text(ofMilliseconds: minute + Int64(utcOffsetSeconds) * 1000)
    return "\(shown.prefix(10)) \(shown.dropFirst(11).prefix(5))"
  }
}
