package import Engine

extension Dialect {
  /// The tutorial's dialect of a path such as `/ws/chat/caf%C3%A9/`, or nil where the path is none of theirs.
  ///
  /// The slash at the end may be missing. Whether the room is a valid name is found when the client joins it, which is
  /// told in the dialect; what cannot be told there is a path that holds no text at all.
  /// - Throws: `name_invalid` where the percent-encoding of the room is broken or is not UTF-8.
  package init?(path: String) throws(Refusal) {
    func room(after prefix: String) throws(Refusal) -> String? {
      guard path.utf8.starts(with: prefix.utf8) else { return nil }
      var encoded = path.utf8.dropFirst(prefix.utf8.count)
      if encoded.last == UInt8(ascii: "/") { encoded = encoded.dropLast() }
      guard !encoded.contains(UInt8(ascii: "/")) else { return nil }
      guard let room = PercentEncoding.text(encoded) else {
        throw Refusal(
          .nameInvalid, "The room in the path is not percent-encoded UTF-8 (RFC 3986, section 2.1).",
          field: "room")
      }
      return room
    }
    if let room = try room(after: "/ws/chat/") {
      self = .tutorialChat(room: room)
    } else if let room = try room(after: "/ws/notification/") {
      self = .tutorialNotification(room: room)
    } else {
      return nil
    }
  }

  /// The path that a client of this dialect connects to.
  package var path: String {
    switch self {
    case .verbatim: "/ws"
    case .tutorialChat(let room): "/ws/chat/\(PercentEncoding.encoded(room))/"
    case .tutorialNotification(let room): "/ws/notification/\(PercentEncoding.encoded(room))/"
    }
  }
}
