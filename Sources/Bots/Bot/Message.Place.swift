extension Message {
  /// Where something is said. Each place numbers its messages from 1.
  public enum Place: Hashable, Codable, Sendable {
    /// The room of this name.
    case room(String)
    /// The private conversation with the user of this name.
    case user(String)
  }

  /// Where the message was said: the room, or the private conversation with its author.
  public var place: Place { room.map(Place.room) ?? .user(user) }
}
