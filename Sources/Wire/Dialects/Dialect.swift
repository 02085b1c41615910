/// What a client speaks: the protocol itself, or what the front ends of well-known tutorials speak.
///
/// A dialect only changes how frames are written. What it reads are the commands of the protocol and what it writes are
/// the same events, so that the engine, the journal and a replay know nothing of it.
package enum Dialect: Hashable, Sendable {
  /// The protocol `verbatim.v1`.
  case verbatim
  /// `/ws/chat/ROOM/`: the clients of tutorials A and B, which share one path and so one vocabulary.
  case tutorialChat(room: String)
  /// `/ws/notification/ROOM/`: the client of tutorial C.
  case tutorialNotification(room: String)

  /// How frames look, whichever room they are about: an event is encoded once for each shape that receives it.
  package enum Shape: UInt8, CaseIterable, Hashable, Sendable {
    case verbatim
    case tutorialChat
    case tutorialNotification
  }

  /// How the dialect's frames look.
  package var shape: Shape {
    switch self {
    case .verbatim: .verbatim
    case .tutorialChat: .tutorialChat
    case .tutorialNotification: .tutorialNotification
    }
  }

  /// The room that a client joins by connecting, or nil where it joins with commands.
  package var room: String? {
    switch self {
    case .verbatim: nil
    case .tutorialChat(let room), .tutorialNotification(let room): room
    }
  }

  /// How many of the newest messages a tutorial's client is shown when it connects.
  package static let openingMessages = 50
}
