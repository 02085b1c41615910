@testable import Engine

extension Engine {
  /// How many users were registered.
  var userCount: Int { users.values.count }

  /// One number for the whole state, which reads better in a failure than its bytes.
  var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    for byte in canonicalBytes { fingerprint.combine(byte) }
    return fingerprint.value
  }

  /// Whether nothing happened between the two that a refusal must not do.
  func hasSameConversation(as other: Engine) -> Bool { conversationBytes == other.conversationBytes }
}
