import Engine

/// When messages are sent, so that users who take turns stay within the default rate limits.
enum Pace {
  static func instant(of index: Int, after start: Instant, users: Int) -> Instant {
    start.advanced(byMilliseconds: Int64(index) * 250 / Int64(users))
  }
}
