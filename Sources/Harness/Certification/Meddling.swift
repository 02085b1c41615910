import Relay
import Wire

/// What the relay does to a frame between a bot and the server. The frame is the first message that contains the word, which may be empty.
enum Meddling: Hashable, Sendable {
  /// A message of a room reaches the bot twice. This goes on, for each word anew.
  case deliverTwice
  /// The message reaches the bot, and then the connection breaks.
  case cutAfterDelivering(word: String)
  /// The bot's answer is lost, and the connection breaks.
  case cutBeforeAnswer(word: String)
  /// The bot's answer reaches the server, and the connection breaks before the bot hears of that.
  case cutBeforeReply(word: String)
  /// The next that the server sends is lost, and the connection breaks.
  case cutBeforeNextFrame

  /// The bot's answer reaches the server, and what the server sends from then on is held.
  case holdReply(word: String)
  /// What the server sends is held.
  case holding([[UInt8]])

  /// What passes on in the place of a text, and what is to be done to the ones after it; nil where nothing changes.
  func meddle(_ kind: RelayEvent.Kind) -> (passage: RelayPassage, next: Meddling?)? {
    switch (self, kind) {
    case (.deliverTwice, .fromServer(let text)) where text.isMessage(with: ""):
      (RelayPassage([text, text]), self)
    case (.cutAfterDelivering(let word), .fromServer(let text)) where text.isMessage(with: word):
      (RelayPassage([text], cuts: true), nil)
    case (.cutBeforeAnswer(let word), .fromClient(let text)) where text.isMessage(with: word):
      (RelayPassage([], cuts: true), nil)
    case (.cutBeforeReply(let word), .fromClient(let text)) where text.isMessage(with: word):
      (RelayPassage([text]), .cutBeforeNextFrame)
    case (.holdReply(let word), .fromClient(let text)) where text.isMessage(with: word):
      (RelayPassage([text]), .holding([]))
    case (.holding(let texts), .fromServer(let text)):
      (RelayPassage([]), .holding(texts + [text]))
    case (.cutBeforeNextFrame, .fromServer):
      (RelayPassage([], cuts: true), nil)
    case _: nil
    }
  }
}

extension [UInt8] {
  fileprivate func isMessage(with word: String) -> Bool {
    let type = ServerFrame(parsing: self)?.type
    return (type == .chatMessage || type == .privateMessage)
      && (word.isEmpty || String(decoding: self, as: UTF8.self).contains(word))
  }
}
