import Client
import Engine
import Foundation
import LiveStage
import Wire

/// What only a running server can do for its file.
struct ServerControl {
  enum Request {
    case backup(path: String)
    case prune
  }

  let endpoint: Endpoint
  let token: String

  /// Has a request carried out, however long it takes, and ends the command where it is refused.
  func ask(_ request: Request) throws {
    let reply: ServerFrame
    do throws(WebSocketError) {
      let control = try ControlConnection(
        to: endpoint, token: token, deadlineMilliseconds: Self.patienceMilliseconds)
      defer { control.close() }
      switch request {
      case .backup(let path): reply = try control.ask("backup", [.init("path", .string(path))])
      case .prune: reply = try control.ask("prune", [])
      }
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
}
