import DequeModule
package import Engine
import Host
import Wire

/// A client on the virtual network.
package final class SimulatedClient: Participant {
  /// The connection, while there is one.
  package internal(set) var connection: ConnectionID?
  /// Whether the connection is there but nothing is read from it.
  var isStalled = false
  /// What the server sent to a client that does not read, with what led to it: a place in the transcript, where one is written.
  var pipe: Deque<(frame: Received, cause: Int?)> = []
  var pipeBytes = 0

  /// What the server knows when the client connects. Only a tutorial's client logs in by connecting.
  var opening: Opening {
    switch dialect {
    case .verbatim: Opening()
    case .tutorialChat, .tutorialNotification: Opening(token: token, dialect: dialect)
    }
  }

  override package var isConnected: Bool { connection != nil }
}
