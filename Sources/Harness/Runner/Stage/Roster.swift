import DequeModule
import Wire

/// Who takes part on a stage, and what its bots want to send.
package final class Roster {
  /// The most frames that bots may send by themselves within one instant.
  static let sendsPerInstant = 10_000

  /// In the order in which they came.
  package private(set) var participants: [Participant] = []
  private var byName: [String: Participant] = [:]
  /// What bots have sent and was not yet brought to the server, with its place in the transcript.
  var sends: Deque<(client: Participant, bytes: [UInt8], entry: Int?)> = []
  let writer = JSONWriter()

  package init() {}

  package subscript(name: String) -> Participant? { byName[name] }

  func add(_ participant: Participant) throws(StageFailure) {
    guard byName[participant.name] == nil else { throw .nameInUse(participant.name) }
    participants.append(participant)
    byName[participant.name] = participant
  }
}
