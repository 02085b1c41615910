import ScenarioLanguage
import Wire

/// What one client knows at a moment, as far as its own frames tell it: no more than that is known of every server.
struct ClientView: Equatable {
  /// A room that the client is in.
  struct Room: Equatable {
    let name: String
    /// The newest seq that the client was told.
    var seq: Int64 = 0
    /// Who is in the room, in the order of arrival.
    var people: [String] = []
    /// Whether there are more than the client was told.
    var hasMore = false
  }

  enum Connection: Equatable {
    case open
    case cut
    case closed(code: Int64)
    case stalled
  }

  var connection = Connection.open
  /// In the order in which the client came into them.
  var rooms: [Room] = []
  /// The types of the events that the scenario has not read yet.
  var unread: [String] = []

  /// How many people, and events, are named.
  private static let shown = 12

  /// The view in words: `in lobby (seq 3: alice, bob); unread: user_join`.
  var text: String {
    var parts: [String] = []
    switch connection {
    case .open: break
    case .cut: parts.append("cut off")
    case .closed(let code): parts.append("closed with \(code)")
    case .stalled: parts.append("not reading")
    }
    let inside = rooms.map { room in
      "\(room.name) (seq \(room.seq): \(Self.list(room.people))\(room.hasMore ? " and others" : ""))"
    }
    parts.append(inside.isEmpty ? "in no room" : "in " + inside.joined(separator: ", "))
    if !unread.isEmpty { parts.append("unread: " + Self.list(unread)) }
    return parts.joined(separator: "; ")
  }

  private static func list(_ words: [String]) -> String {
    guard !words.isEmpty else { return "nobody" }
    let more = words.count > shown ? " and \(words.count - shown) more" : ""
    return words.prefix(shown).joined(separator: ", ") + more
  }

  /// Takes a frame as the client does.
  ///
  /// - Parameter isLook: Whether it answers a question about a room that need not be the client's.
  mutating func take(_ frame: ServerFrame, by user: String, isLook: Bool) {
    let type = frame.typeName ?? ""
    let name = frame.room ?? ""
    let person = frame.user ?? ""
    let seq = frame.seq ?? 0
    unread.append(type)
    switch type {
    case "closed":
      connection = .closed(code: frame.number("code") ?? 0)
      unread.removeLast()
    case "ready":
      connection = .open
      if frame.resumed == false { rooms = [] }
    case "user_list":
      guard !name.isEmpty else { return }
      if !isLook, !rooms.contains(where: { $0.name == name }) { rooms.append(Room(name: name)) }
      change(name) { room in
        room.people = frame.texts("users") ?? []
        room.seq = max(room.seq, seq)
        room.hasMore = frame.hasMore
      }
    case "chat_message", "ack":
      change(name) { $0.seq = max($0.seq, seq) }
    case "user_join":
      change(name) { $0.come([person]) }
    case "user_leave":
      if person == user {
        leave(name)
      } else {
        change(name) { $0.go([person]) }
      }
    case "presence":
      change(name) { room in
        room.go(frame.texts("left") ?? [])
        room.come(frame.texts("joined") ?? [])
      }
    case "user_kicked", "user_banned":
      if person == user { leave(name) }
    case "room_deleted": leave(name)
    case _: break
    }
  }

  /// The client asks to leave a room; without a name it is the one that it joined last.
  mutating func leave(_ name: String?) {
    guard let name, !name.isEmpty else {
      _ = rooms.popLast()
      return
    }
    rooms.removeAll { $0.name.lowercased() == name.lowercased() }
  }

  private mutating func change(_ name: String, _ body: (inout Room) -> Void) {
    guard let index = rooms.firstIndex(where: { $0.name == name }) else { return }
    body(&rooms[index])
  }
}

extension ClientView.Room {
  fileprivate mutating func come(_ names: [String]) {
    people += names.filter { !people.contains($0) }
  }

  fileprivate mutating func go(_ names: [String]) {
    people.removeAll { names.contains($0) }
  }
}

extension JSON {
  /// The text of a member, or an empty one.
  func text(_ name: String) -> String { self[name]?.asText ?? "" }
}
