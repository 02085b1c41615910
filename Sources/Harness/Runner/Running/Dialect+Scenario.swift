package import ScenarioLanguage
package import Wire

extension Dialect {
  /// What an entry of `connect:` means, or nil where it is nothing that is spoken here.
  ///
  /// A tutorial's client without a room is one too: it connects to a path whose room has no name.
  package init?(_ connect: Header.Connect) {
    switch connect.kind {
    case Header.defaultConnect: self = .verbatim
    case "tutorial-chat": self = .tutorialChat(room: connect.room ?? "")
    case "tutorial-notification": self = .tutorialNotification(room: connect.room ?? "")
    case _: return nil
    }
  }

  /// The frame that a client's front end makes of a line that a person types.
  func typed(_ line: String, by session: String) -> JSON {
    switch self {
    case .verbatim: .frame("line", ("line", .string(line)))
    case .tutorialChat: .object([.init("message", .string(line))])
    case .tutorialNotification(let room):
      .object([
        .init("message", .string(line)), .init("room_name", .string(room)),
        .init("sender", .string(String(session.prefix { $0 != "/" }))),
      ])
    }
  }
}

extension Header {
  /// What a session speaks. A scenario with a dialect that is not known is not run.
  func dialect(of session: String) -> Dialect {
    Dialect(connect(of: session)) ?? .verbatim
  }
}
