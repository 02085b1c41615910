extension Simulator: Stage {
  package var participants: [Participant] { clients }

  package func participant(_ name: String) throws(Failure) -> Participant { try client(name) }

  /// `Venue` skips scenarios that have one.
  package func startBot(_ name: String, command: String, rooms: [String]) throws(Failure) {
    throw .unknownBot(name)
  }
  package func awaitQuietBots() {}
  package func awaitArrival(at name: String) -> Bool { false }
  package func botReports(ofAll: Bool) -> [String] { [] }

  /// In the simulator nothing is in flight.
  package var evidenceOfNothing: String? { nil }
}
