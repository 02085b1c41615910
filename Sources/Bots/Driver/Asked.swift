import Engine

/// Who is asked something, and where: each has one question at a time.
struct Asked: Hashable, Codable, Sendable {
  let user: NameKey
  /// Nil for a private conversation.
  let room: NameKey?

  init(_ user: String, in room: String?) {
    self.user = NameKey(user)
    self.room = room.map(NameKey.init)
  }
}
