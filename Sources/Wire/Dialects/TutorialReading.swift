import Engine

/// Makes a command of a frame of a tutorial's client: something to be said in the room of its path.
///
/// Only `message` is read. A `username`, `sender` or `room_name` is there in some front ends and decides nothing: who speaks
/// is the session's user, and where is the path.
struct TutorialReading {
  let fields: FrameFields

  /// `/ws/chat/`: a line that begins with `/pm` is a private message; everything else is said as it is.
  ///
  /// The path decides and not which fields the front end sends, so that what is meant for one person is never said aloud.
  func chat(in room: String) throws(Refusal) -> Command {
    let text = try fields.text("message")
    return Self.isPrivate(text)
      ? .typeLine(room: room, line: text) : .sendMessage(room: room, text: text, key: nil)
  }

  /// `/ws/notification/`: everything is said as it is.
  func notification(in room: String) throws(Refusal) -> Command {
    .sendMessage(room: room, text: try fields.text("message"), key: nil)
  }

  /// Whether the engine reads the line as `/pm`, however much is missing after it.
  private static func isPrivate(_ text: String) -> Bool {
    guard text.utf8.first == UInt8(ascii: "/") else { return false }
    let word = text.unicodeScalars.dropFirst().prefix { !$0.isSpace }
    return Substring(word).lowercasedWord == "pm"
  }
}
