import ArgumentParser
import Engine
import Foundation
import Logging
import NIOCore
import Server
import ServiceLifecycle
import Store
import UnixSignals

/// `verbatim serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve chat over WebSockets and HTTP.",
    discussion: """
      It says in one line where it listens, and stops in order on SIGTERM and SIGINT. Clients connect to ws://HOST:PORT/ws.

      Each option can come from the environment: --port is VERBATIM_PORT, --tls-key is VERBATIM_TLS_KEY, and so on. What is \
      given as an option counts for more. Where an option can be given several times, the variable has the values with \
      commas between. A limit's name is one of those that `hello` tells.
      """)

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(help: "The SQLite file that keeps everything, or :memory:.")
  var database = "verbatim.db"

  @Option(
    help: ArgumentHelp(
      "For how long the journal is kept: an age such as 30d, a size such as 10GB, or forever.",
      valueName: "what"))
  var keepJournal = Retention.age(milliseconds: 30 * 86_400_000)

  @Option(help: "What drives the time: wall, or virtual for tests.")
  var clock: Configuration.Clock = .wall

  @Option(help: ArgumentHelp("A file with the operator's token, of at least 16 bytes.", valueName: "file"))
  var adminTokenFile: String?

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "A limit that differs from the default, such as resume_seconds=60; give it again for further ones.",
      valueName: "name=value"))
  var limitSettings: [LimitSetting] = []

  @Option(
    name: .customLong("origin"),
    help:
      "An origin whose web pages may connect, such as https://chat.example; give it again for further ones.")
  var origins: [String] = []

  @Option(
    name: .customLong("trusted-proxy"),
    help: ArgumentHelp(
      "A proxy that is believed when it says for whom it asks (X-Forwarded-For or Forwarded, X-Forwarded-Proto), such as 127.0.0.1 or 10.0.0.0/8; give it again for further ones.",
      valueName: "address"))
  var trustedProxies: [IPRange] = []

  @Option(
    help: "Whether connections of trusted proxies begin with a header of the PROXY protocol: on, or off.")
  var proxyProtocol: Switch = .off

  @Option(help: ArgumentHelp("The certificate chain in PEM, for wss://.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The certificate's private key in PEM.", valueName: "file"))
  var tlsKey: String?

  @Option(help: "How many connections there may be, those of HTTP counted; 0 for any number.")
  var connections = 20_000

  @Option(help: "How many connections there may be from one address; 0 for any number.")
  var connectionsPerAddress = 256

  @Option(
    help: ArgumentHelp(
      "How many bytes a second are read from one address in the long run, and 32 times as many at once; 0 for any number.",
      valueName: "bytes"))
  var bytesPerAddress = 8192

  @Option(help: "Limits on rates, connections and log-ins: on, or off for a load test.")
  var limits: Switch = .on

  @Option(help: "How long the head of a request may take, in seconds.")
  var headerDeadline = 10

  @Option(help: "How long the body of a request may take, in seconds.")
  var bodyDeadline = 5

  @Option(help: "How long the rest of a message may take once it has begun, in seconds.")
  var messageDeadline = 10

  @Option(help: "How many passwords are worked on at a time; each takes 128 MiB.")
  var passwordThreads = 2

  @Option(help: "How many passwords may wait to be worked on; further ones are refused.")
  var passwordsWaiting = 32

  @Option(help: "How the log is written: text, or json.")
  var logFormat: LogFormat = .text

  @Option(
    help:
      "What is logged, and all that is worse: trace, debug, info, notice, warning, error or critical. (default: notice)",
    transform: { text in
      guard let level = Logger.Level(rawValue: text) else {
        throw ValidationError(
          "The log level \(text) is none of trace, debug, info, notice, warning, error, critical.")
      }
      return level
    })
  var logLevel = Logger.Level.notice

  /// What is there or not.
  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

  func validate() throws {
    for (name, number) in [
      ("--connections", connections), ("--connections-per-address", connectionsPerAddress),
      ("--bytes-per-address", bytesPerAddress),
      ("--passwords-waiting", passwordsWaiting),
    ] where number < 0 { throw ValidationError("\(name) must be a number from 0.") }
    for (name, number) in [
      ("--header-deadline", headerDeadline), ("--body-deadline", bodyDeadline),
      ("--message-deadline", messageDeadline),
    ] where !(1...86_400).contains(number) {
      throw ValidationError("\(name) must be from 1 to 86400 seconds.")
    }
    guard (1...64).contains(passwordThreads) else {
      throw ValidationError("--password-threads must be from 1 to 64.")
    }
    guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
    guard proxyProtocol == .off || !trustedProxies.isEmpty else {
      throw ValidationError("--proxy-protocol needs to know whose connections: give --trusted-proxy.")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
  }

  func run() async throws {
    var configuration = try configuration()
    // Sockets that nobody can accept would keep a thread busy; so they are accepted, and told that they are too many.
    let files = OpenFiles.allowAll()
    configuration.refusedAtATime = min(configuration.refusedAtATime, files / 8)
    let sockets = files - Self.otherFiles - configuration.refusedAtATime
    if sockets < configuration.connections ?? .max {
      if let wanted = configuration.connections, wanted != ServerConfiguration().connections {
        StandardError.write(
          "verbatim: this process may have only \(sockets) connections, not \(wanted); raise the limit on open files (ulimit -n)\n"
        )
      }
      configuration.connections = max(1, sockets)
    }
    // Whoever reads the log may go away.
    signal(SIGPIPE, SIG_IGN)
    let logger = Logger.lines(logFormat, level: logLevel) { LogWriter.shared.write($0) }
    let scheme = configuration.tls == nil ? "ws" : "wss"
    let about = "clock \(clock.rawValue), database \(database)" + (limits == .off ? ", limits off" : "")
    let host = host.contains(":") ? "[\(host)]" : host
    let server: LiveServer
    do {
      server = try LiveServer(configuration, logger: logger) { port in
        print("verbatim listens on \(scheme)://\(host):\(port)/ws (\(about))")
        fflush(nil)
      }
    } catch let error as StoreError {
      StandardError.write("verbatim: \(error)\n")
      throw Outcome.of(error)
    }
    let group = ServiceGroup(
      configuration: .init(
        services: [server], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }))
    do {
      try await group.run()
    } catch let error as IOError where [EADDRINUSE, EACCES, EADDRNOTAVAIL].contains(error.errnoCode) {
      StandardError.write("verbatim: \(refusal(of: error)); choose another one with --port or --host\n")
      throw Outcome.usage
    }
  }

  /// Why the server cannot listen where it was told to.
  private func refusal(of error: IOError) -> String {
    switch error.errnoCode {
    case EADDRINUSE: "the port \(port) is in use"
    case EACCES: "this user may not listen on the port \(port)"
    case _: "this machine does not have the address \(host)"
    }
  }

  private func configuration() throws -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.database = database == ":memory:" ? .memory : .file(path: database)
    configuration.clock = clock
    configuration.retention = keepJournal
    for limit in limitSettings {
      do throws(LimitSetting.Problem) {
        try limit.apply(to: &configuration.limits)
      } catch {
        throw ValidationError(error.message)
      }
    }
    configuration.origins = OriginList(origins)
    configuration.proxies = TrustedProxies(trustedProxies)
    configuration.expectsProxyHeader = proxyProtocol == .on
    configuration.connections = connections == 0 ? nil : connections
    configuration.connectionsPerAddress = connectionsPerAddress == 0 ? nil : connectionsPerAddress
    configuration.bytesPerSecond = bytesPerAddress == 0 ? nil : bytesPerAddress
    configuration.deadlines.header = .seconds(Int64(headerDeadline))
    configuration.deadlines.body = .seconds(Int64(bodyDeadline))
    configuration.deadlines.message = .seconds(Int64(messageDeadline))
    configuration.passwordThreads = passwordThreads
    configuration.passwordsWaiting = passwordsWaiting
    if limits == .off { configuration.removeLimits() }
    configuration.adminToken = try adminTokenFile.map(adminToken)
    if let tlsCertificate, let tlsKey { configuration.tls = (tlsCertificate, tlsKey) }
    return configuration
  }

  /// How many files a server has open beside its connections.
  private static let otherFiles = 32

  private func adminToken(in path: String) throws -> String {
    switch PrivateFile.takeRightsOfOthers(path) {
    case .none: break
    case .taken:
      StandardError.write(
        "verbatim: others could read the token in \(path); that is over, but make a new one if there is anybody else on this machine\n"
      )
    case .kept:
      throw ValidationError("Others can read the token in \(path); run `chmod 600 \(path)` as its owner.")
    }
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
}

extension Configuration.Clock: ExpressibleByArgument {}

extension LogFormat: ExpressibleByArgument {}

extension IPRange: ExpressibleByArgument {
  /// Reads `10.0.0.0/8` from the command line.
  public init?(argument: String) { self.init(argument) }
}

extension LimitSetting: ExpressibleByArgument {
  /// Reads `resume_seconds=60` from the command line.
  public init?(argument: String) { self.init(argument) }
}
