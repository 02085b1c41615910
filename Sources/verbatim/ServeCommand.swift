import ArgumentParser
import Dispatch
import Engine
import Foundation
import Logging
import NIOCore
import ProtocolRegistry
import Server
import ServiceLifecycle
import Store
import UnixSignals

/// `verbatim serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve chat over WebSockets and HTTP.",
    discussion: """
      Prints a line for each of its addresses, and shuts down in order on SIGTERM and SIGINT. On SIGHUP it reads the certificate \
      and opens the log's file again. Clients connect to ws://HOST:PORT/ws.

      Each option can also be set by an environment variable: --port by VERBATIM_PORT, --tls-key by VERBATIM_TLS_KEY, and so \
      on. The option takes precedence. For an option that can be repeated, separate the values in the variable by commas. \
      The names of limits are those in the `limits` of `hello`.
      """)

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "Where to listen in place of --host and --port: HOST:PORT, or unix:PATH for a socket in the file system; repeat the option for more.",
      valueName: "address"),
    transform: { text in try ListenAddress(option: text) })
  var listen: [ListenAddress] = []

  @Option(
    help: ArgumentHelp(
      "Where alone operators connect and /metrics is, such as 127.0.0.1:9090; repeat the option for more.",
      valueName: "address"),
    transform: { text in try ListenAddress(option: text) })
  var adminListen: [ListenAddress] = []

  @Option(help: "The SQLite database file, or :memory: to keep nothing.")
  var database = "verbatim.db"

  @Option(
    help: ArgumentHelp(
      "How much of the journal to keep: an age such as 30d, a size such as 10GB, or forever.",
      valueName: "what"))
  var keepJournal = Retention.age(milliseconds: 30 * 86_400_000)

  @Option(
    help: ArgumentHelp(
      "For how many days to keep the audit log: who did what, and failed log-ins, with addresses.",
      valueName: "days"))
  var auditDays = 90

  @Option(help: "The clock: wall, or virtual for tests.")
  var clock: Configuration.Clock = .wall

  @Option(help: ArgumentHelp("A file with the operator's token, of at least 16 bytes.", valueName: "file"))
  var adminTokenFile: String?

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "Change a limit from its default, such as resume_seconds=60; repeat the option for more.",
      valueName: "name=value"))
  var limitSettings: [LimitSetting] = []

  @Option(
    help:
      "Who can register: open for everybody, invite for those with an invitation, closed for nobody. (default: open)"
  )
  var registration: Registration?

  @Option(
    help:
      "What guests can do: on for all that needs no account, read to read open rooms only, off to log in only. (default: on)"
  )
  var guests: Guests?

  @Option(
    name: .customLong("origin"),
    help:
      "An origin whose web pages may connect, such as https://chat.example; repeat the option for more.",
    transform: { text in
      guard let origin = OriginList.Entry(text) else {
        throw ValidationError(
          "\(text) is not an origin; write scheme, host and, where it is not the usual one, port, such as https://chat.example or http://localhost:3000."
        )
      }
      return origin
    })
  var origins: [OriginList.Entry] = []

  @Option(
    name: .customLong("trusted-proxy"),
    help: ArgumentHelp(
      "A proxy whose X-Forwarded-For, Forwarded and X-Forwarded-Proto headers are trusted, such as 127.0.0.1 or 10.0.0.0/8, or unix for all at unix sockets; repeat the option for more.",
      valueName: "address"))
  var trustedProxies: [TrustedProxy] = []

  @Option(
    help: "Whether connections from trusted proxies begin with a PROXY protocol header: on or off.")
  var proxyProtocol: Switch = .off

  @Option(
    help:
      "Whether a proxy ends TLS before the server without X-Forwarded-Proto, so that cookies are Secure: on or off."
  )
  var behindTls: Switch = .off

  @Option(help: ArgumentHelp("The certificate chain in PEM, for wss://.", valueName: "file"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The certificate's private key in PEM.", valueName: "file"))
  var tlsKey: String?

  @Option(help: "The most connections, including HTTP; 0 for no limit.")
  var connections = 20_000

  @Option(help: "The most connections from one address; 0 for no limit.")
  var connectionsPerAddress = 256

  @Option(
    help: ArgumentHelp(
      "The most bytes read per second from one address, with a burst of 32 times as many; 0 for no limit.",
      valueName: "bytes"))
  var bytesPerAddress = 8192

  @Option(help: "Limits on rates, connections and log-ins: on, or off for a load test.")
  var limits: Switch = .on

  @Option(help: "How long the head of a request may take to arrive, in seconds.")
  var headerDeadline = 10

  @Option(help: "How long the body of a request may take to arrive, in seconds.")
  var bodyDeadline = 5

  @Option(help: "How long a message may take to arrive after its first byte, in seconds.")
  var messageDeadline = 10

  @Option(help: "How many passwords to hash at a time; each takes 128 MiB.")
  var passwordThreads = 2

  @Option(help: "How many passwords may wait to be hashed; more are refused.")
  var passwordsWaiting = 32

  @Option(help: ArgumentHelp("A file for the log in place of standard error.", valueName: "file"))
  var logFile: String?

  @Option(help: "The format of the log: text or json.")
  var logFormat: LogFormat = .text

  @Option(
    help:
      "The least severe level to log: trace, debug, info, notice, warning, error or critical. (default: notice)",
    transform: { text in
      guard let level = Logger.Level(rawValue: text) else {
        throw ValidationError(
          "\(text) is not a log level; use one of trace, debug, info, notice, warning, error, critical.")
      }
      return level
    })
  var logLevel = Logger.Level.notice

  /// Something that can be on or off.
  enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

  /// Who can register, in the order of the values of `limits.registration`.
  enum Registration: String, ExpressibleByArgument, CaseIterable { case closed, invite, open }

  /// What guests can do, in the order of the values of `limits.guests`.
  enum Guests: String, ExpressibleByArgument, CaseIterable { case off, read, on }

  func validate() throws {
    for (name, number) in [
      ("--connections", connections), ("--connections-per-address", connectionsPerAddress),
      ("--bytes-per-address", bytesPerAddress), ("--passwords-waiting", passwordsWaiting),
    ] where number < 0 { throw ValidationError("\(name) must be 0 or more.") }
    try require(headerDeadline, in: 1...86_400, "--header-deadline must be", unit: " seconds")
    try require(bodyDeadline, in: 1...86_400, "--body-deadline must be", unit: " seconds")
    try require(messageDeadline, in: 1...86_400, "--message-deadline must be", unit: " seconds")
    try require(auditDays, in: 1...36_500, "--audit-days must be")
    try require(passwordThreads, in: 1...64, "--password-threads must be")
    try require(port, in: 0...65535, "A port is a number")
    guard proxyProtocol == .off || !trustedProxies.isEmpty else {
      throw ValidationError("--proxy-protocol needs --trusted-proxy.")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
  }

  func run() async throws {
    var configuration = try configuration()
    // A pending connection that cannot be accepted keeps a thread busy. So connections past the limit are accepted and refused.
    let files = OpenFiles.allowAll()
    configuration.refusedAtATime = min(configuration.refusedAtATime, files / 8)
    let sockets = files - Self.otherFiles - configuration.refusedAtATime
    if sockets < configuration.connections ?? .max {
      if let wanted = configuration.connections, wanted != ServerConfiguration().connections {
        StandardError.write(
          "verbatim: the limit on open files allows only \(sockets) connections, not \(wanted); raise the limit on open files (ulimit -n)\n"
        )
      }
      configuration.connections = max(1, sockets)
    }
    // The reader of the log may exit; writing to its pipe must not end the server.
    signal(SIGPIPE, SIG_IGN)
    // What a certificate's renewal and logrotate send, also while the database is opened.
    signal(SIGHUP, SIG_IGN)
    if let logFile, !LogWriter.shared.write(to: logFile) {
      StandardError.write(
        "verbatim: the log \(logFile) cannot be written; choose another one with --log-file\n")
      throw Outcome.usage
    }
    let logger = Logger.lines(logFormat, level: logLevel) { LogWriter.shared.write($0) }
    let scheme = configuration.tls == nil ? "ws" : "wss"
    let about = "clock \(clock.rawValue), database \(database)" + (limits == .off ? ", limits off" : "")
    let server: LiveServer
    do {
      server = try LiveServer(
        configuration,
        onListeningAt: { addresses in
          for address in addresses {
            let place = address.port == nil ? "\(address)" : "\(scheme)://\(address)/ws"
            print("verbatim listens on \(place) (\(about))")
          }
          fflush(nil)
          ServiceManager.tell("READY=1")
        }, logger: logger)
    } catch let error as StoreError {
      StandardError.write("verbatim: \(error)\n")
      throw Outcome.of(error)
    } catch let problem as TLSProblem {
      StandardError.write("verbatim: \(problem); choose another one with --tls-certificate and --tls-key\n")
      throw Outcome.usage
    }
    let group = ServiceGroup(
      configuration: .init(
        services: [server, StopNotice()], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }))
    let reloading = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "reload"))
    reloading.setEventHandler {
      LogWriter.shared.reopen()
      server.reload()
    }
    reloading.activate()
    defer { reloading.cancel() }
    do {
      try await group.run()
    } catch let problem as ListenProblem {
      StandardError.write("verbatim: \(problem); \(remedy(for: problem.address))\n")
      switch problem.cause {
      case .unknownHost: throw Outcome.unreachable
      case .inUse, .forbidden, .notOfThisMachine, .other: throw Outcome.usage
      }
    }
  }

  /// What to do where the server cannot listen at an address.
  private func remedy(for address: ListenAddress) -> String {
    switch address {
    case .passed: "pass sockets that can be listened to (ListenStream=)"
    case .tcp, .unix:
      "choose another one with "
        + (listen.isEmpty && adminListen.isEmpty ? "--host or --port" : "--listen or --admin-listen")
    }
  }

  private func configuration() throws -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.addresses = listen
    // Sockets that were passed are meant for the server, wherever else it listens.
    configuration.addresses += try ServiceManager.passedSockets().map { ListenAddress.passed(descriptor: $0) }
    configuration.operatorAddresses = adminListen
    configuration.host = host
    configuration.port = port
    configuration.database = database == ":memory:" ? .memory : .file(path: database)
    configuration.clock = clock
    configuration.retention = keepJournal
    configuration.auditDays = auditDays
    for limit in limitSettings {
      do throws(LimitSetting.Problem) {
        try limit.apply(to: &configuration.limits)
      } catch {
        throw ValidationError(error.message)
      }
    }
    if let registration, let value = Registration.allCases.firstIndex(of: registration) {
      configuration.limits[.registration] = value
    }
    if let guests, let value = Guests.allCases.firstIndex(of: guests) {
      configuration.limits[.guests] = value
    }
    configuration.origins = OriginList(origins)
    configuration.proxies = TrustedProxies(
      trustedProxies.compactMap { if case .range(let range) = $0 { range } else { nil } },
      unixSockets: trustedProxies.contains(.unixSockets))
    configuration.isBehindEncryption = behindTls == .on
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
    configuration.openAPI = OpenAPIDocument.bytes
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
        "verbatim: other users could read the token in \(path); its permissions are fixed now, but make a new token if this machine has other users\n"
      )
    case .kept:
      throw ValidationError(
        "Other users can read the token in \(path); run `chmod 600 \(path)` as its owner.")
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

extension ListenAddress {
  /// Reads the value of an option. Errors: says how to write one.
  fileprivate init(option text: String) throws {
    guard let address = ListenAddress(text) else {
      throw ValidationError(
        "\(text) is not an address to listen on; write HOST:PORT, [ADDRESS]:PORT for IPv6, or unix:PATH.")
    }
    self = address
  }
}

extension TrustedProxy: ExpressibleByArgument {
  /// Reads `10.0.0.0/8` or `unix` from the command line.
  public init?(argument: String) { self.init(argument) }
}

extension LimitSetting: ExpressibleByArgument {
  /// Reads `resume_seconds=60` from the command line.
  public init?(argument: String) { self.init(argument) }
}
