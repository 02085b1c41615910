import Client
import DequeModule
import Engine
import Harness
import Wire

/// A client behind a WebSocket.
final class WireClient: Participant {
  /// The connection, while there is one.
  var connection: BlockingConnection?
  /// Whether nothing is read from the connection.
  var isStalled = false
  /// What had to be read of a client that does not read, to know that its own frame had come; it has not arrived yet.
  var held: Deque<WebSocketConnection.Inbound> = []
  /// The id of the `ping` command that the runner itself has sent and whose `pong` is nobody else's business.
  var awaitedPong: String?

  // What is less than public is not inherited from an open class of another module.
  override init(name: String, role: Role) {
    super.init(name: name, role: role)
  }

  override var isConnected: Bool { connection != nil }

  /// Takes a frame off the network, but for what the runner itself has asked for.
  func arrive(_ frame: Received, serial: Int, at now: Instant, in log: TranscriptLog?) -> Int? {
    // A refusal answers it as well.
    if let awaitedPong, frame.fields.re == awaitedPong {
      self.awaitedPong = nil
      // It is a frame of the session as every other.
      session?.received += 1
      return nil
    }
    return take(frame, serial: serial, at: now, in: log)
  }

  /// The connection is gone, and what was on its way with it.
  func disconnect() {
    connection = nil
    isStalled = false
    held.removeAll()
    expectsReady = false
    awaitedPong = nil
  }
}
