import DequeModule
package import Wire

/// Who takes part on a stage, what has arrived at them, and what its bots want to send.
package final class Roster {
  /// The most frames that bots may send by themselves within one instant.
  static let sendsPerInstant = 10_000

  package private(set) var participants: [Participant] = []
  private var byName: [String: Participant] = [:]
  /// The place of the newest arrival among all; see `Arrival.serial`.
  @exclusivity(unchecked) package var serial = 0
  /// Whether one arrival is known to be after the other, so that each has a place of its own.
  let knowsOrder: Bool
  /// What bots have sent and was not yet brought to the server, with its place in the transcript.
  var sends: Deque<(client: Participant, bytes: [UInt8], entry: Int?)> = []
  package let reader = JSONReader()
  /// Says whether the scenario has to end early, where somebody waits for it.
  var watch: RunWatch?

  package init(knowsOrder: Bool) { self.knowsOrder = knowsOrder }

  package subscript(name: String) -> Participant? { byName[name] }

  /// Fails where the scenario has to end now.
  package func checkStop() throws(StageFailure) {
    if let stop = watch?.stop { throw .stopped(stop) }
  }

  func add(_ participant: Participant) throws(StageFailure) {
    guard byName[participant.name] == nil else { throw .nameInUse(participant.name) }
    participants.append(participant)
    byName[participant.name] = participant
  }
}
