import ArgumentParser
import Engine
import Foundation
import Logging
import Server
import ServiceLifecycle
import Store
import UnixSignals

/// `verbatim serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve chat over WebSockets.")

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(help: "The SQLite file that keeps everything, or :memory:.")
  var database = "verbatim.db"

  @Option(help: "What drives the time: wall, or virtual for tests.")
  var clock: Configuration.Clock = .wall

  @Option(help: ArgumentHelp("A file with the operator's token.", valueName: "file"))
  var adminTokenFile: String?

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "A limit that differs from the default; give it again for further ones.", valueName: "name=value"))
  var limits: [LimitSetting] = []

  @Option(
    name: .customLong("origin"),
    help:
      "An origin whose web pages may connect, such as https://chat.example; give it again for further ones.")
  var origins: [String] = []

  @Option(help: ArgumentHelp("The certificate chain in PEM, for wss://.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The certificate's private key in PEM.", valueName: "file"))
  var tlsKey: String?

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
  }

  func run() async throws {
    let configuration = try configuration()
    var logger = Logger(label: "verbatim") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .notice
    let scheme = configuration.tls == nil ? "ws" : "wss"
    let about = "clock \(clock.rawValue), database \(database)"
    let host = host.contains(":") ? "[\(host)]" : host
    let server: LiveServer
    do {
      server = try LiveServer(configuration, logger: logger) { port in
        print("verbatim listens on \(scheme)://\(host):\(port)/ws (\(about))")
        fflush(nil)
      }
    } catch let error as StoreError {
      throw Failure(message: error.message)
    }
    let group = ServiceGroup(
      configuration: .init(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  private func configuration() throws -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.database = database == ":memory:" ? .memory : .file(path: database)
    configuration.clock = clock
    for limit in limits {
      do throws(LimitSetting.Problem) {
        try limit.apply(to: &configuration.limits)
      } catch {
        throw ValidationError(error.message)
      }
    }
    configuration.origins = OriginList(origins)
    configuration.adminToken = try adminTokenFile.map(adminToken)
    if let tlsCertificate, let tlsKey { configuration.tls = (tlsCertificate, tlsKey) }
    return configuration
  }

  private func adminToken(in path: String) throws -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("The file \(path) of --admin-token-file cannot be read.")
    }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard token.utf8.count >= AdminToken.shortest else {
      throw ValidationError(
        "The token in \(path) is too short; make one of at least \(AdminToken.shortest) bytes, such as with `openssl rand -hex 32`."
      )
    }
    return token
  }

  /// What a person is told, without a usage text.
  struct Failure: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
  }
}

extension Configuration.Clock: ExpressibleByArgument {}

extension LimitSetting: ExpressibleByArgument {
  /// Reads `resume_seconds=60` from the command line.
  public init?(argument: String) { self.init(argument) }
}
