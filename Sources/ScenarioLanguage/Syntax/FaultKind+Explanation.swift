extension FaultKind {
  /// What the fault does, in one sentence.
  package var meaning: String {
    switch self {
    case .cut: "The session's connection breaks, without a close frame."
    case .return: "The session reconnects and resumes; a guest only connects."
    case .close: "The session sends a close frame."
    case .stall: "The session stops reading."
    case .flow: "The session reads again."
    case .crash: "The server crashes, and is down until `! restart`."
    case .restart: "The server starts from its store alone; with names, the programs of these bots restart."
    case .replay: "The journal is replayed in a fresh engine, which must do the same."
    }
  }

  /// The fault as a line of a scenario.
  package var example: String {
    switch object {
    case .sessions: "! \(rawValue) bob"
    case .server, .serverOrBots: "! \(rawValue)"
    }
  }
}
