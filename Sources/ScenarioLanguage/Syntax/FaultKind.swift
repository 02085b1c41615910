/// The faults that a scenario can cause.
package enum FaultKind: String, CaseIterable, Hashable, Sendable {
  /// The network of a session breaks without a goodbye.
  case cut
  /// A session reconnects and resumes.
  case `return`
  /// A session says goodbye with a close frame.
  case close
  /// A session stops reading.
  case stall
  /// A session reads again.
  case flow
  /// The server dies where it is.
  case crash
  /// The server stops in order and starts again; or, with names, the programs of these bots do.
  case restart
  /// The journal so far is run through a fresh engine.
  case replay

  /// To whom it happens.
  package enum Object: Hashable, Sendable {
    /// To sessions, which have to be named.
    case sessions
    /// To the server, or to the bots that are named.
    case serverOrBots
    /// To the server.
    case server
  }

  /// To whom it happens.
  package var object: Object {
    switch self {
    case .cut, .return, .close, .stall, .flow: .sessions
    case .restart: .serverOrBots
    case .crash, .replay: .server
    }
  }
}
