extension Engine {
  /// Gives a message another text: its author may, for `limits[.editSeconds]` seconds after it was stored.
  mutating func editMessage(
    _ seq: UInt64, of conversation: Conversation, to text: String, found: Lookup.Found?, re: String?,
    by session: SessionID
  ) throws(Refusal) {
    let user = try self.user(of: session, for: .editMessage)
    // Those who may not read the room learn nothing of its messages.
    let place = try place(of: conversation, for: .readRoom, user: user, session: session)
    try checkMessage(text)
    try checkMessage(seq, at: place)
    // The host finds every message that was numbered.
    guard let found else { throw Self.noSuchMessage }
    switch place {
    case .room(let room):
      try require(.editMessage, in: room, of: session, isAuthor: found.author == user)
    case .pair:
      guard found.author == user else { throw Self.notTheAuthor }
    }
    guard !found.isDeleted else { throw Refusal(.noSuchMessage, "The message was deleted.", field: "seq") }
    try checkAge(of: found)

    confirm(re: re, to: session)
    let mentions = mentions(in: text)
    record(.messageEdited(place, seq: seq, text: text, at: now, mentions: mentions))
    let content = Event.Content(
      seq: seq, text: text, at: found.at, editedAt: now,
      extras: told(MessageExtras(found.extras, mentioning: mentions)))
    let edited = message(content, from: user)
    changeMessage(
      seq, at: place, by: { $0 = content }, author: user, telling: { .messageEdited($0, edited) })
  }

  private func checkAge(of message: Lookup.Found) throws(Refusal) {
    let seconds = limits[.editSeconds]
    // A message from the future was sent before the clock was set back.
    guard abs(now.milliseconds - message.at.milliseconds) >= Int64(seconds) * 1000 else { return }
    throw Refusal(
      .forbidden,
      seconds == 0
        ? "Messages cannot be edited here." : "A message can be edited for \(seconds) seconds only.",
      field: "seq")
  }
}
