package import Engine

/// A frame of the server as its clients read it: every field by its name, and nil where it is missing or is something else.
///
/// What is in a list of a frame, such as the messages of a `history`, is read in the same way; it has no type.
package struct ServerFrame: Hashable, Sendable {
  /// The whole frame.
  package let json: JSON

  /// Any JSON; what is no object has no fields.
  package init(_ json: JSON) { self.json = json }

  /// Reads what came; nil where it is no JSON, or too long.
  package init?(parsing bytes: [UInt8], maximumBytes: Int = .max) {
    guard let json = try? JSON.parse(bytes, maximumBytes: maximumBytes, maximumDepth: 64) else { return nil }
    self.json = json
  }

  // MARK: - Fields by their kind

  package func text(_ field: String) -> String? {
    guard case .string(let text)? = json[field] else { return nil }
    return text
  }

  package func number(_ field: String) -> Int64? {
    guard case .integer(let number)? = json[field] else { return nil }
    return number
  }

  package func time(_ field: String) -> Instant? { text(field).flatMap(Timestamp.instant(of:)) }
  package func has(_ field: String) -> Bool { json[field] != nil }
  package func isTrue(_ field: String) -> Bool { json[field] == .bool(true) }

  package func list(_ field: String) -> [ServerFrame]? {
    guard case .array(let elements)? = json[field] else { return nil }
    return elements.map { ServerFrame($0) }
  }

  /// The texts of a list; what else is in it is left out.
  package func texts(_ field: String) -> [String]? {
    guard case .array(let elements)? = json[field] else { return nil }
    return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }
}

/// The fields that several kinds of clients need.
extension ServerFrame {
  /// The type as it was sent.
  package var typeName: String? { text("type") }
  /// The type, where this version knows it.
  package var type: EventType? { typeName.flatMap { EventType(rawValue: $0) } }
  /// The id of the command that the frame answers.
  package var re: String? { text("re") }

  package var room: String? { text("room") }
  package var user: String? { text("user") }
  package var message: String? { text("message") }
  package var seq: Int64? { number("seq") }
  package var at: Instant? { time("at") }
  package var now: Instant? { time("now") }
  package var isFromBot: Bool { isTrue("bot") }
  package var isDeleted: Bool { isTrue("deleted") }
  package var replyTo: Int64? { number("reply_to") }
  /// The object that the sender of a message added.
  package var data: JSON? { if case .object? = json["data"] { json["data"] } else { nil } }
  package var messages: [ServerFrame]? { list("messages") }
  /// Whether a list goes on behind what the frame has of it.
  package var hasMore: Bool { isTrue("more") }

  // MARK: - Of `hello`

  package var isClockVirtual: Bool { text("clock") == Configuration.Clock.virtual.rawValue }
  /// The limits that the server keeps, with defaults for those that it does not tell.
  package var limits: Limits? { json["limits"].map { Limits(told: $0) } }

  /// A limit as the server tells it.
  package func limit(_ name: String) -> Int64? { json["limits"].flatMap { ServerFrame($0).number(name) } }

  // MARK: - Of `ready`

  package var session: String? { text("session") }
  package var token: String? { text("token") }
  package var resumed: Bool? { if case .bool(let resumed)? = json["resumed"] { resumed } else { nil } }
  package var isResumed: Bool { isTrue("resumed") }

  // MARK: - Of `error`

  package var code: String? { text("code") }
  package var retryAfterMilliseconds: Int64? { number("retry_after_ms") }
  /// Whether the same command can succeed later.
  package var retryCanHelp: Bool { code.flatMap { ErrorCode(rawValue: $0) }?.retryCanHelp ?? false }
}
