import Client
import Host
import LiveStage
import Wire

/// Has a running server do what an operator asks, over the operator's own connection.
struct ServerAdministrator: Administrator {
  let endpoint: Endpoint
  let token: String

  func answer(to request: AdminRequest) throws -> JSON {
    let reply: ServerFrame
    do throws(WebSocketError) {
      let control = try ControlConnection(to: endpoint, token: token, deadlineMilliseconds: 10_000)
      defer { control.close() }
      reply = try control.ask("administer", [.init("request", request.json)])
    } catch WebSocketError.closed {
      // A token that is nobody's is refused by closing.
      throw refused
    } catch {
      StandardError.write("verbatim: \(endpoint) cannot be reached: \(error.message)\n")
      throw Outcome.unreachable
    }
    // To a server that knows the token as a user's, the request is no command.
    guard let answer = reply.json["answer"] else { throw refused }
    return answer
  }

  /// Has the server do what only it can do for its file, however long that takes, and ends the command where it is refused.
  func order(_ command: String, _ members: [JSON.Member] = []) throws {
    let reply: ServerFrame
    do throws(WebSocketError) {
      let control = try ControlConnection(
        to: endpoint, token: token, deadlineMilliseconds: Self.patienceMilliseconds)
      defer { control.close() }
      reply = try control.ask(command, members)
    } catch {
      StandardError.write(
        "verbatim: \(endpoint) cannot be reached, or does not take the token: \(error.message)\n")
      throw Outcome.unreachable
    }
    guard reply.type == .ok else {
      StandardError.write("verbatim: \(reply.json.cell("message"))\n")
      throw Outcome.failed
    }
  }

  /// A large database takes its time.
  private static let patienceMilliseconds = 6 * 3_600_000

  /// The server takes the token for somebody else's.
  private var refused: any Error {
    StandardError.write("verbatim: \(endpoint) does not take this token for the operator's\n")
    return Outcome.failed
  }
}
