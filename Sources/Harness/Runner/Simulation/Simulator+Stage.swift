extension Simulator: Stage {
  var participants: [Participant] { clients }

  func participant(_ name: String) throws(Failure) -> Participant { try client(name) }

  /// `Venue` skips scenarios that have one.
  func startBot(_ name: String, command: String, rooms: [String]) throws(Failure) { throw .unknownBot(name) }
  func awaitQuietBots() {}
  func awaitArrival(at name: String) -> Bool { false }
  func botReports(ofAll: Bool) -> [String] { [] }

  /// In the simulator nothing is in flight.
  var evidenceOfNothing: String? { nil }
}
