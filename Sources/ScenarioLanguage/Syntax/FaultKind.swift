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
  /// The server stops in order and starts again.
  case restart
  /// The journal so far is run through a fresh engine.
  case replay

  /// Whether it happens to sessions, which have to be named, or to the server.
  package var isOfSessions: Bool {
    switch self {
    case .cut, .return, .close, .stall, .flow: true
    case .crash, .restart, .replay: false
    }
  }
}
