import Client
import Engine
import Foundation
import Glibc
package import Harness
import Wire

/// The server's process, where the runner starts one, and the operator's connection to it.
extension WireServer {
  /// Kills the server.
  package func crash() {
    endProcess()
    closeControl()
  }

  /// Ends the operator's connection, without which the server does not count as up.
  func closeControl() {
    control?.close()
    control = nil
  }

  func endProcess() {
    brake.hold(nil)
    process?.kill()
  }

  /// Fails where the process has ended by itself.
  func checkProcess() throws(StageFailure) {
    guard isUp, let end = process?.end else { return }
    closeControl()
    throw .serverDied(end)
  }

  /// Stops the server in order.
  func stop() throws(StageFailure) {
    defer { closeControl() }
    brake.hold(nil)
    guard let process, !process.stop(deadlineMilliseconds: deadlineMilliseconds) else { return }
    throw .server("the server does not stop in order when it is asked to (SIGTERM): \(process.end ?? "")")
  }

  /// Starts the server on its database, at the port that it had, where it had one.
  package func start(limits: [(name: String, value: Int64)]) throws(StageFailure) {
    guard !brake.isPulled else { throw .serverDown }
    switch origin {
    case .verbatim(let program, let clock, let folder):
      let process = try Self.started(
        program, clock: clock, folder: folder, port: self.process == nil ? 0 : endpoint.port, limits: limits,
        deadlineMilliseconds: deadlineMilliseconds)
      self.process = process
      hold(process, in: folder)
      let words = process.announcement.split(separator: " ").map(String.init)
      guard let endpoint = words.lazy.compactMap({ Endpoint($0) }).first else {
        throw .server("the server does not say where it listens, but: \(words.joined(separator: " "))")
      }
      self.endpoint = endpoint
      try reaching { () throws(WebSocketError) in try connectControl() }
    case .spawned(let command, let folder):
      do throws(CommandProcess.StartFailure) {
        let process = try CommandProcess(
          command: command.filled(port: endpoint.port, folder: folder.url.path, limits: limits),
          folder: folder.url.path)
        self.process = process
        hold(process, in: folder)
      } catch {
        throw .server("the server cannot be started: \(error.message)")
      }
      try awaitListening()
    case .found: throw .serverDown
    }
  }

  private func hold(_ process: any RunningServer, in folder: ServerFolder) {
    folder.note(group: process.group)
    brake.hold(process.group)
  }

  private static func started(
    _ program: String, clock: Configuration.Clock, folder: ServerFolder, port: Int,
    limits: [(name: String, value: Int64)], deadlineMilliseconds: Int
  ) throws(StageFailure) -> ServerProcess {
    func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }
    do throws(CommandProcess.StartFailure) {
      return try ServerProcess(
        program: program,
        arguments: [
          "serve", "--port", "\(port)", "--clock", clock.rawValue, "--database", path("chat.db"),
          "--admin-token-file", path("token"),
        ] + limits.flatMap { ["--limit", "\($0.name)=\($0.value)"] },
        folder: folder.url, deadlineMilliseconds: deadlineMilliseconds)
    } catch {
      throw .server(error.message)
    }
  }

  /// How long a command that starts a server has at least, in milliseconds; it is more work than an answer.
  private static let startMilliseconds = 10_000

  /// Tries to connect until the server listens, has ended, or has had its time.
  private func awaitListening() throws(StageFailure) {
    let deadline = ContinuousClock.now + .milliseconds(max(deadlineMilliseconds, Self.startMilliseconds))
    while true {
      do throws(WebSocketError) {
        return try connectControl()
      } catch {
        if let end = process?.end { throw .server("the server ends before it listens: \(end)") }
        guard error.mayPass, !brake.isPulled, ContinuousClock.now < deadline else {
          let words = (process as? CommandProcess).map { "; \($0.lastWords)" } ?? ""
          throw .server("the server did not start at \(endpoint): \(error.message)\(words)")
        }
        usleep(5000)
      }
    }
  }

  func connectControl() throws(WebSocketError) {
    let control = try ControlConnection(
      to: endpoint, token: token, deadlineMilliseconds: deadlineMilliseconds)
    brake.add(control.connection)
    hasVirtualClock = control.hello.isClockVirtual
    capabilities = control.hello.texts("capabilities") ?? []
    self.control = control
  }
}

extension WebSocketError {
  /// Whether a server that is about to listen may be the reason.
  fileprivate var mayPass: Bool {
    switch self {
    case .unreachable, .protocolViolation, .closed: true
    case .refused, .tls, .timeout, .exhausted: false
    }
  }
}
