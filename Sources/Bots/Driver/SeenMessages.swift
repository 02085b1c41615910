/// The newest message that a bot has seen in each conversation, so that it sees none twice.
///
/// The server promises to resend nothing that was received, as far as the client counted right; this is the second line
/// of defence, and may forget.
struct SeenMessages: Sendable {
  enum Conversation: Hashable {
    case room(String)
    case user(String)
  }

  /// How many conversations are remembered; one more, and all are forgotten.
  static let maximum = 4096

  private var newest: [Conversation: Int64] = [:]

  /// Notes a message, and says whether it is newer than all that were seen in its conversation.
  mutating func isNew(_ seq: Int64, in conversation: Conversation) -> Bool {
    if let known = newest[conversation], seq <= known { return false }
    if newest.count >= Self.maximum { newest.removeAll() }
    newest[conversation] = seq
    return true
  }

  /// Forgets everything: a new session resends nothing.
  mutating func reset() {
    newest.removeAll()
  }
}
