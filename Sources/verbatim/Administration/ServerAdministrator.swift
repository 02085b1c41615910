import Client
import Harness
import Host
import Wire

/// Has a running server do what an operator asks, over the operator's own connection.
struct ServerAdministrator: Administrator {
  let endpoint: Endpoint
  let token: String

  func answer(to request: AdminRequest) throws -> JSON {
    let reply: JSON
    do throws(WebSocketError) {
      let control = try ControlConnection(to: endpoint, token: token, deadlineMilliseconds: 10_000)
      defer { control.close() }
      reply = try control.ask("administer", [.init("request", request.json)])
    } catch {
      StandardError.write("verbatim: \(endpoint) cannot be reached: \(error.message)\n")
      throw Outcome.unreachable
    }
    guard let answer = reply["answer"] else {
      // To a server that does not know the token this is a guest, and the request no command.
      StandardError.write("verbatim: \(endpoint) does not take this token for the operator's\n")
      throw Outcome.failed
    }
    return answer
  }
}
