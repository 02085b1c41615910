extension Simulator: Stage {
  var participants: [Participant] { clients }

  func participant(_ name: String) throws(Failure) -> Participant { try client(name) }

  /// In the simulator nothing is in flight.
  var evidenceOfNothing: String? { nil }
}
