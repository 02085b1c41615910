import ArgumentParser
import BotRuntime
import Bots
import Client
import Foundation
import Logging
import NIOCore
import Server
import ServiceLifecycle
import UnixSignals

/// `verbatim bot NAME`
struct BotRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bot", abstract: "Run one of the built-in bots on a server.",
    discussion: """
      The bot runs until SIGTERM or SIGINT, and reconnects however long the server is down. With --state it continues after \
      a restart where it stopped. The token comes from --token-file, VERBATIM_TOKEN, or --token, which other users of the \
      machine can see; with --admin-token-file, accounts and tokens for the bots are created.

      Exit codes: 0 it was stopped, 1 the server refused the log-in or closed the connection for good, or the state is in \
      use, 2 usage, 3 the state cannot be read, 4 the server cannot be reached.
      """)

  @Argument(help: "Which bot; see --list.")
  var name: String?

  @Flag(help: "List the bots.")
  var list = false

  @Option(help: "The address of the server. (default: VERBATIM_URL, or ws://127.0.0.1:8080/ws)")
  var url: String?

  @OptionGroup var credentials: BotCredentials

  @Option(
    name: .customLong("room"),
    help: "A room to join; repeat the option for more. (default: VERBATIM_ROOMS, separated by commas)")
  var rooms: [String] = []

  @Option(help: "How many bots of this kind to run, each with its own user.")
  var count = 1

  @Option(
    help: ArgumentHelp(
      "Keep the state of the bots in this folder, so that they continue after a restart. (default: VERBATIM_STATE, or nowhere)",
      valueName: "folder"))
  var state: String?

  @Option(help: "Give up after this many seconds without a connection. (default: never)")
  var giveUpAfter: Int?

  @Option(help: ArgumentHelp("Serve metrics for Prometheus on this port of 127.0.0.1.", valueName: "port"))
  var metrics: Int?

  @Option(help: "The format of the log: text or json.")
  var logFormat: LogFormat = .text

  @Option(
    help: "The least severe level to log: trace, debug, info, notice, warning, error or critical.")
  var logLevel: LogLevel = .init(.notice)

  func validate() throws {
    if list { return }
    guard let name else { throw ValidationError("Name a bot: \(Self.names).") }
    guard ExampleBots.names.contains(name) else {
      throw ValidationError("There is no bot \(name); there are \(Self.names).")
    }
    guard Endpoint(address) != nil else {
      throw ValidationError("\(address) is not a server's address; use one such as ws://localhost:8080.")
    }
    try require(count, in: 1...10_000, "--count must be")
    try require(metrics, in: 0...65535, "A port is a number")
    guard giveUpAfter.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--give-up-after must be a number of seconds from 1.")
    }
  }

  private static var names: String { ExampleBots.names.joined(separator: ", ") }

  private var address: String {
    url ?? ProcessInfo.processInfo.environment["VERBATIM_URL"] ?? "ws://127.0.0.1:8080/ws"
  }

  func run() async throws {
    guard !list, let name, let endpoint = Endpoint(address) else {
      return print(ExampleBots.names.joined(separator: "\n"))
    }
    OpenFiles.allowAll()
    let state = self.state ?? ProcessInfo.processInfo.environment["VERBATIM_STATE"]
    if let state { try Self.makeFolder(state) }
    let users = count == 1 ? [name] : (1...count).map { "\(name)-\($0)" }
    let tokens = try credentials.tokens(for: users, at: endpoint)
    let numbers = PrometheusMetrics()
    let logger = Logger.lines(logFormat, level: logLevel.level) { StandardError.write($0) }
    let fleet = BotFleet(
      runners: zip(users, tokens).compactMap { user, token in
        guard let bot = ExampleBots.named(name) else { return nil }
        var logger = logger
        logger[metadataKey: "bot"] = "\(user)"
        return BotRunner(
          bot, url: address, token: token, rooms: self.allRooms, state: state.map { "\($0)/\(user).json" },
          giveUpAfter: giveUpAfter.map { .seconds($0) }, logger: logger, metrics: numbers)
      })
    try await Self.run(
      fleet,
      metrics: metrics.map { port in
        MetricsEndpoint(port: port) {
          StandardError.write("verbatim: metrics are at http://127.0.0.1:\($0)/metrics\n")
        } page: {
          numbers.page
        }
      })
  }

  private var allRooms: [String] {
    guard rooms.isEmpty, let all = ProcessInfo.processInfo.environment["VERBATIM_ROOMS"] else { return rooms }
    return all.split(separator: ",").map(String.init)
  }

  private static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      StandardError.write("verbatim: the folder \(path) of --state cannot be made; choose another one\n")
      throw Outcome.failed
    }
  }

  /// Runs until a signal, or until no bot is left.
  private static func run(_ fleet: BotFleet, metrics: MetricsEndpoint?) async throws {
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: fleet, successTerminationBehavior: .gracefullyShutdownGroup)
    ]
    if let metrics { services.append(.init(service: metrics)) }
    let group = ServiceGroup(
      configuration: .init(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }))
    do {
      try await group.run()
    } catch let failure as BotRunner.Failure {
      StandardError.write("verbatim: \(failure)\n")
      throw Outcome.of(failure)
    } catch let error as IOError {
      StandardError.write("verbatim: the port of --metrics cannot be used (\(error)); choose another one\n")
      throw Outcome.usage
    }
  }
}

extension Outcome {
  /// What the end of a bot means for the process.
  static func of(_ failure: BotRunner.Failure) -> ExitCode {
    switch failure {
    case .addressNotValid: usage
    case .unreachable: unreachable
    case .stateUnreadable: unreadable
    case .logInRefused, .closed, .stateInUse, .stateUnwritable, .stateOfAnotherUser: failed
    }
  }
}

/// A level of the log on the command line.
struct LogLevel: ExpressibleByArgument {
  let level: Logger.Level

  init(_ level: Logger.Level) { self.level = level }

  init?(argument: String) {
    guard let level = Logger.Level(rawValue: argument) else { return nil }
    self.level = level
  }

  var defaultValueDescription: String { level.rawValue }
}
