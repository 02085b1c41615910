import ProtocolRegistry
import ScenarioLanguage
import Wire

/// An event in the shortest form that still says what it is about.
enum RecordedExpectation {
  /// Fields that differ between two runs, or that say what another field says.
  private static let passedOver = [
    "at", "now", "session", "token", "cursor", "limits", "capabilities", "commands", "protocol", "clock",
  ]
  private static let passedOverByType = [
    "user_list": ["seq", "online", "more", "owner", "moderators"], "ready": ["bot"],
    "error": ["message", "retry_after_ms"],
    "private_message_delivered": ["sessions"], "ack": ["duplicate"], "history": ["more"],
  ]
  /// The clause that an event of a type shows, for the header.
  private static let clauses = [
    "user_list": "ROOM-1", "user_join": "ROOM-2", "user_leave": "ROOM-6", "chat_message": "MSG-1",
    "private_message": "PM-1", "private_message_delivered": "PM-2", "help": "LINE-5", "room_list": "ROOM-10",
    "presence": "PRES-2", "user_kicked": "MOD-4", "user_muted": "MOD-7", "user_unmuted": "MOD-7",
    "user_banned": "MOD-9", "user_unbanned": "MOD-9", "topic": "MOD-10", "role": "MOD-12",
    "invited": "MOD-17",
    "room_changed": "MOD-18", "conversation_list": "CONV-1", "read": "CONV-5",
  ]

  /// What stands in the scenario after the operator.
  static func text(of event: JSON) -> String { ScenarioText.event(shortened(event)) }

  /// The clauses that events of these types show, in the order of the specification.
  static func clauses(shownBy types: Set<String>) -> [String] {
    let shown = types.compactMap { clauses[$0] }
    let known = Clause.all.map(\.id).filter(shown.contains)
    return known.isEmpty ? Clause.all.prefix(1).map(\.id) : known
  }

  private static func shortened(_ event: JSON) -> JSON {
    guard case .object(let members) = event else { return event }
    var names = passedOver
    let frame = ServerFrame(event)
    names += frame.typeName.flatMap { passedOverByType[$0] } ?? []
    if frame.isTrue("duplicate") { names.removeAll { $0 == "duplicate" } }
    return .object(
      members.filter { !names.contains($0.name) }.map { member in
        guard case .array(let elements) = member.value else { return member }
        return .init(member.name, .array(elements.map(element)))
      })
  }

  private static func element(_ element: JSON) -> JSON {
    guard case .object(let members) = element else { return element }
    return .object(members.filter { !passedOver.contains($0.name) })
  }
}
