import Engine
import Harness
public import Testing
import Wire

/// What users do.
extension Conversation {
  /// A user says something in a room. The text is never read as a command, whatever it begins with.
  ///
  /// - Parameters:
  ///   - text: What is said.
  ///   - user: Who says it.
  ///   - room: Where; nil means the room of the conversation.
  ///   - seq: The number of the message there that it replies to; nil means none.
  public func say(
    _ text: String, by user: String = "alice", in room: String? = nil, replyTo seq: Int64? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    let room = room ?? self.room
    try joinIfNeeded(user, in: room, sourceLocation)
    try perform("\(user) in \(room): \(text.debugDescription)", by: user, sourceLocation) {
      let frame = JSON.frame("chat_message", ("room", .string(room)), ("message", .string(text)))
      return seq.map { frame.with("reply_to", .integer($0)) } ?? frame
    }
  }

  /// A user says something to the bot alone, or to somebody else.
  ///
  /// - Parameters:
  ///   - text: What is said.
  ///   - user: Who says it.
  ///   - receiver: To whom; nil means the bot.
  public func whisper(
    _ text: String, by user: String = "alice", to receiver: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    let receiver = receiver ?? bot
    if !bots.contains(receiver) { try connect(receiver, sourceLocation) }
    try perform("\(user) to \(receiver): \(text.debugDescription)", by: user, sourceLocation) {
      .frame("private_message", ("to", .string(receiver)), ("message", .string(text)))
    }
  }

  /// A user comes into a room.
  public func join(
    _ user: String = "alice", _ room: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    let room = room ?? self.room
    memberships.insert(Membership(user: user, room: NameKey(room)))
    try perform("\(user) joins \(room)", by: user, sourceLocation) { .frame("join", ("room", .string(room))) }
  }

  /// A user leaves a room.
  public func leave(
    _ user: String = "alice", _ room: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    let room = room ?? self.room
    try perform("\(user) leaves \(room)", by: user, sourceLocation) {
      .frame("leave", ("room", .string(room)))
    }
    memberships.remove(Membership(user: user, room: NameKey(room)))
  }

  /// A user types a line, as in a chat program: `/topic Tea at five`, `/mod bot`, or words for the room joined last.
  public func type(
    _ line: String, by user: String = "alice", sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try perform("\(user) types \(line.debugDescription)", by: user, sourceLocation) {
      .frame("line", ("line", .string(line)))
    }
  }

  /// A user's program sends a frame of the protocol, in JSON, for what there is no other function for.
  public func send(
    _ json: String, by user: String = "alice", sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try connect(user, sourceLocation)
    try step("\(user) sends \(json)", sourceLocation) { () throws(StageFailure) in
      try simulator.send(Array(json.utf8), from: user)
    }
  }

  /// Connects a user who is new.
  private func connect(_ user: String, _ location: SourceLocation) throws(ConversationFailure) {
    guard !users.contains(user), !bots.contains(user) else { return }
    try attempt(location) { () throws(StageFailure) in try simulator.addUser(user) }
    users.append(user)
  }

  private func joinIfNeeded(
    _ user: String, in room: String, _ location: SourceLocation
  ) throws(ConversationFailure) {
    if !memberships.contains(Membership(user: user, room: NameKey(room))) {
      try join(user, room, sourceLocation: location)
    }
  }

  private func perform(
    _ line: String, by user: String, _ location: SourceLocation, _ frame: () -> JSON
  ) throws(ConversationFailure) {
    try connect(user, location)
    let bytes = frame().bytes
    try step(line, location) { () throws(StageFailure) in try simulator.send(bytes, from: user) }
  }
}
