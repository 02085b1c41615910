import Engine
import Host
import NIOCore
import Wire

/// The events of one room for a client that only reads: the frames of a session that is in the room, as server-sent events (WHATWG HTML,
/// section 9.2).
///
/// Each message has its seq as the event's id. A client that comes back with the last one gets what was said since, page by page, and
/// then what is said: what is said meanwhile is on the last page, so that nothing is kept for it here.
struct EventStream: Sendable {
  /// How its session is opened.
  let opening: Opening
  let client: ClientAddress
  /// The first command of the session.
  let join: [UInt8]
  private let heartbeat: Duration
  private var beatsAt = Duration.zero
  /// The room's name as the server writes it, from when the session is in it.
  private var room: String?
  /// The seq after which messages are still to come, while they come by pages.
  private var after: Int64?
  /// Whether the room is another one than that of the client's last event: its seqs are below that one's.
  private var isAnotherRoom = false

  /// What a frame leads to.
  enum Step: Equatable {
    case write([UInt8])
    /// Gives the session's next command.
    case say([UInt8])
    case sayLater([UInt8], TimeAmount)
    /// There is nothing more to come.
    case end
  }

  private static let id = "stream"

  /// - Parameters:
  ///   - room: The field that names it.
  ///   - heartbeat: How long the stream may be silent, so that proxies do not give it up.
  init(
    of room: [JSON.Member], after: Int64?, for opening: Opening, at client: ClientAddress, heartbeat: Duration
  ) {
    // Its client comes back with the last event's id, and not with the session.
    var opening = opening
    opening.isResumable = false
    self.opening = opening
    self.client = client
    self.after = after
    self.heartbeat = heartbeat
    join = Self.command(.join, room, after: after)
  }

  private static func command(
    _ definition: CommandDefinition, _ room: [JSON.Member], after: Int64?
  ) -> [UInt8] {
    let after: [JSON.Member] = after.map { [.init("after", .integer($0))] } ?? []
    return JSON.object(
      [.init("type", .string(definition.name)), .init("id", .string(id))] + room + after
    ).bytes
  }

  /// Takes a frame of the session.
  mutating func take(_ bytes: [UInt8]) -> [Step] {
    guard let frame = ServerFrame(parsing: bytes) else { return [] }
    if frame.type == .history { return takePage(frame) }
    if frame.re == Self.id { return takeReply(frame) }
    guard let room, frame.room == room else { return [] }
    guard frame.type == .chatMessage else { return [.write(Self.event(bytes, id: nil))] }
    return after == nil ? [.write(Self.event(bytes, id: frame.seq))] : []
  }

  /// Takes the answer to `join`, or why a command was refused.
  private mutating func takeReply(_ frame: ServerFrame) -> [Step] {
    guard frame.type == .userList, case .object(let members) = frame.json else {
      guard frame.type == .error else { return [] }
      guard let wait = frame.retryAfterMilliseconds, frame.code == ErrorCode.rateLimited.rawValue else {
        return [.end]
      }
      return [.sayLater(room == nil ? join : nextPage, .milliseconds(wait))]
    }
    room = frame.room
    let seq = frame.seq ?? 0
    if let last = after, last > seq {
      after = 0
      isAnotherRoom = true
    }
    let list = JSON.object(members.filter { $0.name != "re" }).bytes
    // The client comes back with this id where nothing is said before it is cut.
    return [.write(Self.event(list, id: after == nil ? seq : nil))]
  }

  private mutating func takePage(_ page: ServerFrame) -> [Step] {
    guard let room, after != nil else { return [] }
    let messages = page.messages ?? []
    var steps: [Step] = []
    for message in messages {
      guard case .object(let fields) = message.json, let seq = message.seq else { continue }
      let event = JSON.object(
        [
          .init("type", .string(EventType.chatMessage.rawValue)), .init("room", .string(room)),
        ] + fields)
      steps.append(.write(Self.event(event.bytes, id: seq)))
      after = seq
    }
    if isAnotherRoom || page.hasMore && !messages.isEmpty {
      isAnotherRoom = false
      steps.append(.say(nextPage))
    } else {
      after = nil
    }
    return steps
  }

  private var nextPage: [UInt8] {
    Self.command(.history, room.map { [.init("room", .string($0))] } ?? [], after: after)
  }

  /// Whether a sign of life is due.
  mutating func isBeatDue(at now: Duration) -> Bool {
    guard now >= beatsAt else { return false }
    beatsAt = now + heartbeat
    return true
  }
}

// MARK: - Bytes

extension EventStream {
  /// An event of JSON, which has no line ends in it.
  private static func event(_ json: [UInt8], id: Int64?) -> [UInt8] {
    var event = Array((id.map { "id: \($0)\n" } ?? "").utf8)
    event += Array("data: ".utf8)
    event += json
    event += Array("\n\n".utf8)
    return event
  }

  /// What a control frame of a WebSocket is in a stream: a comment, or an event that says why the stream ends.
  static func control(_ frame: ConnectionState.ControlFrame) -> ByteBuffer {
    switch frame {
    case .ping, .pong: ByteBuffer(string: ":\n\n")
    case .close(let code, let reason):
      ByteBuffer(
        bytes: Array("event: close\n".utf8)
          + event(
            JSON.object([.init("code", .integer(Int64(code))), .init("reason", .string(reason))]).bytes,
            id: nil))
    }
  }
}
