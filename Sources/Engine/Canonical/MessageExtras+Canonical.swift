// What messages have beside their text is written as the last fields of what it belongs to.

extension CanonicalWriter {
  /// Writes what a message was sent with, in two fields.
  mutating func write(sentWith extras: MessageExtras<UserID>?, from field: UInt64) {
    guard let extras else { return }
    write(field, extras.replyTo)
    write(field + 1, extras.data)
  }

  /// Writes what is told of a message, in three fields.
  mutating func write(_ extras: MessageExtras<String>?, from field: UInt64) {
    guard let extras else { return }
    write(field, extras.replyTo)
    write(field + 1, extras.data)
    write(field + 2, all: extras.mentions)
  }
}

extension CanonicalReader {
  mutating func sentWith(from field: UInt64) throws(CanonicalError) -> MessageExtras<UserID>? {
    MessageExtras(
      replyTo: try optional(field, since: .conversations),
      data: try optional(field + 1, since: .conversations))
  }

  mutating func extras(from field: UInt64) throws(CanonicalError) -> MessageExtras<String>? {
    MessageExtras(
      replyTo: try optional(field, since: .conversations),
      data: try optional(field + 1, since: .conversations),
      mentions: try list(field + 2, since: .conversations))
  }
}
