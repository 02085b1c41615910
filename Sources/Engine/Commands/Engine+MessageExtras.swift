// What messages have beside their text: what they answer, data for programs, and whom they mention.

extension Engine {
  /// Refuses a reply to what was not said there, and too much data.
  func check(_ extras: MessageExtras<UserID>?, at place: MessagePlace) throws(Refusal) {
    guard let extras else { return }
    if let data = extras.data, data.utf8.count > limits[.dataBytes] {
      throw Refusal(
        .tooLarge,
        limits[.dataBytes] == 0
          ? "Messages carry no data here." : "The data has more than \(limits[.dataBytes]) bytes.",
        field: "data")
    }
    // A message that was deleted keeps its number, so that it need not be looked up.
    if let seq = extras.replyTo, seq < 1 || seq > newestSeq(at: place) {
      throw Refusal(.noSuchMessage, "Nothing was said there under this seq.", field: "reply_to")
    }
  }

  /// What a message has beside its text, with names.
  func told(_ extras: MessageExtras<UserID>?) -> MessageExtras<String>? {
    extras?.naming { users[$0].name }
  }

  /// Whom a text mentions, each user once: those whose accounts are open and whose names stand in it after `@`.
  ///
  /// No letter or digit comes directly before the `@`, nor behind the name. Names may hold almost any character, so the longest
  /// one counts, and what is behind it may be punctuation: `@bob, @eve's` mentions bob and eve.
  func mentions(in text: String) -> [UserID] {
    guard text.hasByte(UInt8(ascii: "@")) else { return [] }
    let most = limits[.mentions]
    var found: [UserID] = []
    // A text can be made of nothing but beginnings of names.
    var lookups = most * 16
    let scalars = text.unicodeScalars
    var place = scalars.startIndex
    var isInWord = false
    while place < scalars.endIndex, found.count < most, lookups > 0 {
      let scalar = scalars[place]
      let next = scalars.index(after: place)
      if scalar == "@", !isInWord, let (user, end) = self.user(namedFrom: next, in: scalars, &lookups) {
        if !found.contains(user) { found.append(user) }
        (place, isInWord) = (end, true)
      } else {
        (place, isInWord) = (next, scalar.continuesWord)
      }
    }
    return found
  }

  /// The user with the longest name that begins at a place of a text, and where it ends.
  private func user(
    namedFrom start: String.Index, in text: String.UnicodeScalarView, _ lookups: inout Int
  ) -> (UserID, String.Index)? {
    var ends: [String.Index] = []
    var end = start
    for scalar in text[start...].prefix(limits[.userNameCharacters]) {
      guard !scalar.isSpace else { break }
      end = text.index(after: end)
      if end == text.endIndex || !text[end].continuesWord { ends.append(end) }
    }
    for end in ends.reversed() where lookups > 0 {
      lookups -= 1
      if let user = userIDs[String(text[start..<end])], !users[user].isDeleted { return (user, end) }
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// Whether a name goes on with it that other characters may follow: a letter, a digit, or a mark on one.
  fileprivate var continuesWord: Bool {
    switch self {
    case "0"..."9", "A"..."Z", "a"..."z", "_": true
    case "\0"..."\u{7f}": false
    case _: properties.isAlphabetic || properties.numericType != nil || properties.isGraphemeExtend
    }
  }
}
