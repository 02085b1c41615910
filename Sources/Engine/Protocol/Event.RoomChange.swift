extension Event {
  /// What was done in a room, and by whom.
  package struct RoomChange: Hashable, Sendable {
    package var room: String
    package var change: Change
    /// Who did it; nobody where it follows from what an operator did.
    package var by: String?

    package init(room: String, _ change: Change, by: String?) {
      self.room = room
      self.change = change
      self.by = by
    }

    /// Each is one type of frame.
    package enum Change: Hashable, Sendable {
      case kicked(String, reason: String?)
      case banned(String, reason: String?)
      case unbanned(String)
      case muted(String, seconds: Int, reason: String?)
      case unmuted(String)
      /// The topic is empty where it was taken away.
      case topic(String)
      case role(String, Role)
      case access(inviteOnly: Bool, unlisted: Bool, usersOnly: Bool = false)
      /// It is told to the one who was invited alone.
      case invited(String)
    }
  }
}
