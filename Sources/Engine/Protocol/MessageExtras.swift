/// What few messages have beside their text. It is one reference, so that the others cost no more.
package indirect enum MessageExtras<User: Hashable & Sendable>: Hashable, Sendable {
  /// The seq of the message that it answers, an opaque JSON object, and whom the text mentions.
  case fields(replyTo: UInt64?, data: String?, mentions: [User])

  /// Nil where there is nothing to be kept.
  package init?(replyTo: UInt64? = nil, data: String? = nil, mentions: [User] = []) {
    guard replyTo != nil || data != nil || !mentions.isEmpty else { return nil }
    self = .fields(replyTo: replyTo, data: data, mentions: mentions)
  }

  /// What a message has that was sent with some of it, and that mentions these users.
  init?(_ sent: Self?, mentioning users: [User]) {
    self.init(replyTo: sent?.replyTo, data: sent?.data, mentions: users)
  }

  /// The seq of the message of the same conversation that this one answers.
  package var replyTo: UInt64? {
    switch self {
    case .fields(let replyTo, _, _): replyTo
    }
  }

  /// A JSON object as compact text. Nobody but clients reads it.
  package var data: String? {
    switch self {
    case .fields(_, let data, _): data
    }
  }

  /// Each user once, in the order of the text.
  package var mentions: [User] {
    switch self {
    case .fields(_, _, let mentions): mentions
    }
  }

  /// What stays of it when the text is deleted.
  package var withoutText: Self? { Self(replyTo: replyTo) }

  /// The same with the users as somebody else tells them.
  package func naming<Name: Hashable & Sendable>(_ name: (User) -> Name) -> MessageExtras<Name> {
    .fields(replyTo: replyTo, data: data, mentions: mentions.map(name))
  }

  /// About how many bytes of JSON it is, without names.
  var approximateBytes: Int { 32 + (data?.utf8.count ?? 0) + mentions.count * 32 }
}
