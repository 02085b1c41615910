/// A limit that is kept by its name, so that limits can come and go.
private struct NamedLimit: CanonicalRecord {
  let name: String
  let value: Int

  init(_ limit: Limit, of limits: Limits) {
    name = limit.name
    value = limits[limit]
  }

  func write(to writer: inout CanonicalWriter) {
    writer.write(1, name)
    writer.write(2, value)
  }

  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    name = try reader.read(1)
    value = try reader.read(2)
  }
}

extension Configuration: CanonicalRecord {
  func write(to writer: inout CanonicalWriter) {
    writer.write(1, clock == .virtual)
    writer.write(2, all: Limit.allCases.map { NamedLimit($0, of: limits) })
  }

  /// A limit that is not among the bytes has its default: it came later.
  init(from reader: inout CanonicalReader) throws(CanonicalError) {
    let clock: Clock = try reader.read(1) ? .virtual : .wall
    var limits = Limits()
    var rest = Limit.allCases[...]
    for (name, value) in try Self.limits(from: &reader) where !Self.removedLimits.contains(name) {
      guard let place = rest.firstIndex(where: { $0.name == name }) else {
        throw reader.error("The limit \(name) is unknown or out of order.")
      }
      let (limit, range) = (rest[place], rest[place].definition.range)
      // Earlier programs took larger values of some.
      let isEarlier = reader.format.rawValue < StateFormat.places.rawValue
      let bounded = isEarlier && value <= Limit.largest ? min(value, range.upperBound) : value
      guard range.contains(bounded) else { throw reader.error("The limit \(name) is out of its range.") }
      limits[limit] = bounded
      rest = rest[(place + 1)...]
    }
    self.init(limits: limits, clock: clock)
  }

  private static func limits(
    from reader: inout CanonicalReader
  ) throws(CanonicalError) -> [(name: String, value: Int)] {
    guard reader.format == .positional else {
      let named = try reader.list(2, NamedLimit.self)
      guard !named.isEmpty else { throw reader.error("There are no limits.") }
      return named.map { ($0.name, $0.value) }
    }
    let values = try reader.list(2, Int.self)
    guard values.count == positionalLimits.count else {
      throw reader.error("There are \(values.count) limits, and \(positionalLimits.count) have a name.")
    }
    return Array(zip(positionalLimits, values))
  }

  /// The limits that earlier programs had.
  private static let removedLimits: Set<String> = []

  /// The limits that there were when they had no names, in the order in which they were written.
  private static let positionalLimits = [
    "frame_bytes", "json_depth", "id_characters", "message_characters", "room_name_characters",
    "user_name_characters", "password_bytes", "password_bytes_at_least", "key_characters", "keys_per_user",
    "query_characters", "query_terms", "history_page", "search_page", "rooms_page", "user_list_names",
    "presence_each", "presence_milliseconds", "rooms_per_session", "sessions_per_user", "timers",
    "timer_name_characters", "resume_seconds", "resume_frames", "send_queue_bytes", "messages_burst",
    "messages_per_second", "queries_burst", "queries_per_second", "commands_burst", "commands_per_second",
    "bad_frames", "heartbeat_seconds", "login_seconds", "login_failures_burst",
    "login_failures_per_minute", "peer_login_failures_burst", "peer_login_failures_per_minute",
    "peer_registrations_burst", "peer_registrations_per_minute", "tracked_attempts", "topic_characters",
    "reason_characters", "mute_seconds", "room_moderators", "room_bans", "room_mutes", "room_invitations",
  ]
}
