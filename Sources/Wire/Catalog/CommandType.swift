/// The `type` of every frame that a client may send, in the order of the documents.
package enum CommandType: String, CaseIterable, Sendable {
  case register
  case logIn = "login"
  case logOut = "logout"
  case setPassword = "set_password"
  case join
  case leave
  case chatMessage = "chat_message"
  case privateMessage = "private_message"
  case history
  case search
  case rooms
  case who
  case createRoom = "create_room"
  case line
  case ping
  case kick
  case mute
  case unmute
  case ban
  case unban
  case setRole = "set_role"
  case invite
  case uninvite
  case topic
  case setRoom = "set_room"
  case deleteMessage = "delete_message"
  case deleteRoom = "delete_room"
  case setTimer = "set_timer"
  case cancelTimer = "cancel_timer"
  case sessions
  case endSessions = "end_sessions"

  /// The type with this name on the wire, or nil where there is none.
  ///
  /// Every frame asks this; a table of hashes is several times as fast as `init(rawValue:)`, which tries one after the other.
  /// A text that is longer than any of them is not looked at: its hash would take time in the square of its combining marks.
  static func named(_ name: String) -> CommandType? { name.utf8.count <= longestName ? byName[name] : nil }

  private static let longestName = allCases.map(\.rawValue.utf8.count).max() ?? 0
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}
