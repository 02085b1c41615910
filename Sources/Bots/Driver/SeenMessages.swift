/// The newest message that a bot has seen in each conversation, so that it sees none twice.
///
/// The server promises to resend nothing that was received, as far as the client counted right; this is the second line
/// of defence, and may forget.
struct SeenMessages: Sendable {
  /// How many conversations are remembered; one more, and all are forgotten.
  static let maximum = 4096

  private var newest: [Message.Place: Int64] = [:]

  /// Notes a message, and says whether it is newer than all that were seen in its conversation.
  mutating func isNew(_ seq: Int64, in place: Message.Place) -> Bool {
    if let known = newest[place], seq <= known { return false }
    if newest.count >= Self.maximum { newest.removeAll() }
    newest[place] = seq
    return true
  }

  /// Forgets everything: a new session resends nothing.
  mutating func reset() {
    newest.removeAll()
  }
}
