import ArgumentParser
import Client
import Foundation
import LoadGenerator
import Wire

/// `verbatim load --url ws://HOST:PORT`
struct LoadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Measure how much a server can take, and check that it delivers every message once.",
    discussion: """
      Connections log in, join a room, and the first of them send. With --window each sender has so many messages in flight; \
      with --rate all together send so many a second, by schedule, and latencies count from when a message should have been \
      sent. Every message has to come to every connection in its room, once, and in its sender's order.

      The server should be a test's own, started with --limits off; what is sent stays in its database. With --register each \
      connection makes a user. With --tokens the file has one token a line; connections past its end are guests, who only \
      receive. Ctrl-C ends the sending, and a second one the waiting. TLS is not supported: use the address behind the proxy.

        verbatim load --url ws://localhost:8080 --register --connections 1000 --senders 10 --rate 500

      Exit codes: 0 everything was delivered, 1 messages were missing, duplicated, out of order or refused, or connections \
      were, 2 usage, 4 the server cannot be reached.
      """)

  @Option(help: ArgumentHelp("The address of the server.", valueName: "ws://…"))
  var url: String

  @Option(help: "How many connections to open.")
  var connections = 10

  @Option(help: "How many of them send.")
  var senders = 1

  @Option(help: "Send so many messages per second, all senders together.")
  var rate: Double?

  @Option(help: "Keep so many messages of each sender in flight. (default: 1, without --rate)")
  var window: Int?

  @Option(help: ArgumentHelp("How long to measure, such as 500ms, 10s or 5m.", valueName: "time"))
  var duration = "10s"

  @Option(help: ArgumentHelp("How long to send before that.", valueName: "time"))
  var warmup = "1s"

  @Option(help: "The room that all join. (default: a new one)")
  var room: String?

  @Option(help: "Spread the connections over so many new rooms.")
  var rooms: Int?

  @Option(help: "How many characters a message has.")
  var size = 64

  @Flag(help: "Register a new user for each connection.")
  var register = false

  @Option(help: ArgumentHelp("A file with a user's token in each line.", valueName: "file"))
  var tokens: String?

  @Option(help: "How many connections are made, logged in or joined at the same time.")
  var atOnce = 64

  @Option(help: ArgumentHelp("Write the results as JSON to this file.", valueName: "file"))
  var json: String?

  @Flag(help: "Print no progress.")
  var quiet = false

  func validate() throws {
    guard Endpoint(url) != nil else {
      throw ValidationError("--url takes an address such as ws://localhost:8080.")
    }
    if rate != nil, window != nil { throw ValidationError("Give --rate or --window, not both.") }
    if room != nil, rooms != nil { throw ValidationError("Give --room or --rooms, not both.") }
    guard register != (tokens != nil) else {
      throw ValidationError("Give --register or --tokens; who is not logged in cannot speak.")
    }
    // The tokens are read when the command runs.
    let logIn = LoadPlan.LogIn.registration(password: "")
    if let mistake = try plan(logIn: logIn).mistake { throw ValidationError(mistake) }
  }

  func run() throws {
    let plan = try plan(logIn: try logIn())
    if let mistake = plan.mistake { throw ValidationError(mistake) }
    try ReportFiles.prepare(files: [json])
    OpenFiles.allowAll()
    let isQuiet = quiet
    let result: LoadResult
    do throws(LoadFailure) {
      let load = try LoadRun(plan) { line in
        if !isQuiet { StandardError.write("\(line)\n") }
      }
      result = try load.run()
    } catch {
      throw Self.outcome(of: error)
    }
    print(result.table, terminator: "")
    if let json { try ReportFiles.write(result.json.bytes, to: json) }
    guard result.isGood else { throw Outcome.failed }
  }

  /// Says why there is nothing to measure, and gives the exit code for it.
  private static func outcome(of failure: LoadFailure) -> ExitCode {
    let (reason, code) =
      switch failure {
      case .unreachable(let reason): (reason, Outcome.unreachable)
      case .refused(let reason): (reason, Outcome.failed)
      case .interrupted: ("The run was interrupted before anything was measured.", Outcome.failed)
      }
    StandardError.write("Error: \(reason)\n")
    return code
  }

  private func plan(logIn: LoadPlan.LogIn) throws -> LoadPlan {
    guard let endpoint = Endpoint(url) else {
      throw ValidationError("--url takes an address such as ws://localhost:8080.")
    }
    let run = UInt32.random(in: 0..<1 << 24)
    var plan = LoadPlan(
      endpoint: endpoint, run: run, connections: connections, senders: senders, pace: .window(window ?? 1),
      logIn: logIn, rooms: .one(""), size: size, warmup: try time(warmup, of: "--warmup"),
      duration: try time(duration, of: "--duration"), atOnce: atOnce)
    if let rate { plan.pace = .rate(rate) }
    let name = "load-\(plan.runName)"
    plan.rooms = rooms.map { .several(prefix: name, count: $0) } ?? .one(room ?? name)
    return plan
  }

  private func time(_ text: String, of option: String) throws -> LoadTime {
    guard let time = LoadTime(text) else {
      throw ValidationError("\(option) is a time of at most a day, such as 500ms, 10s or 5m.")
    }
    return time
  }

  private func logIn() throws -> LoadPlan.LogIn {
    guard let tokens else {
      let letters = (0..<24).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" }
      return .registration(password: String(letters))
    }
    let data = try NamedFile.bytes(tokens, remedy: "--tokens names one with tokens.")
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    return .tokens(lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty })
  }
}
