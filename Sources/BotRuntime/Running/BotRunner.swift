public import Bots
import Client
public import Logging
public import Metrics
public import ServiceLifecycle

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs a bot against a live server until it is stopped.
///
/// ```swift
/// import BotRuntime
/// import Bots
///
/// let token = ProcessInfo.processInfo.environment["VERBATIM_TOKEN"] ?? ""
/// try await BotRunner(
///   EchoBot(), url: "ws://127.0.0.1:8080/ws", token: token, rooms: ["lobby"], state: "echo.json"
/// ).run()
/// ```
///
/// It logs in, joins the rooms, obeys the server's rate limits, comes back after every cut, for as long as it takes, resumes the
/// session, and sends again what was not answered, so that nothing is said twice.
///
/// With a `state` the bot also outlives its program: storage, timers, questions, unsent commands and the session are in that file
/// before anything is sent that came with them, so that it may be killed at any instant. The file holds the session's
/// secret and is for its owner's eyes only. Without one, each start is the bot's first.
///
/// It is a `Service`: in a `ServiceGroup` it stops when that is told to stop, and by itself when its task is cancelled. Then the bot
/// is told nothing more, what it wanted sent is sent where that takes at most five seconds, and the memory is
/// written. With a `state` the connection is broken rather than closed, because a goodbye would end the session that the next
/// start takes up: the bot's user is seen to leave only when nothing has come for `limits.resume_seconds`. Without one the
/// goodbye is said.
public struct BotRunner: Service {
  /// The bot, as it is when it starts.
  public var bot: any Bot
  /// The address of the server, such as `ws://127.0.0.1:8080/ws`.
  public var url: String
  /// Says who the bot is.
  public var token: String
  /// Where the bot is to be when it starts, beside the rooms that it was in before.
  public var rooms: [String]
  /// The file with all that outlives the program, or a folder that is there for it; nil where nothing does.
  public var state: String?
  /// How long to try to reach a server that is away; nil for ever.
  public var giveUpAfter: Duration?
  /// Where the log goes. It never has a token or a session, and what was said only where the bot threw an error at it.
  public var logger: Logger
  /// Where the numbers go.
  public var metrics: any MetricsFactory

  /// A bot that is to run.
  public init(
    _ bot: any Bot, url: String, token: String, rooms: [String] = [], state: String? = nil,
    giveUpAfter: Duration? = nil, logger: Logger = Logger(label: "verbatim.bot"),
    metrics: any MetricsFactory = MetricsSystem.factory
  ) {
    self.bot = bot
    self.url = url
    self.token = token
    self.rooms = rooms
    self.state = state
    self.giveUpAfter = giveUpAfter
    self.logger = logger
    self.metrics = metrics
  }

  /// Runs the bot until it is told to stop.
  ///
  /// Errors: a `Failure` where the bot cannot go on, which says what to do.
  public func run() async throws {
    guard let endpoint = Endpoint(url) else { throw Failure.addressNotValid(url) }
    let file = try state.map { path throws(Failure) in try StateFile(path) }
    // What the run has begun may end a little later than the run, and holds on to the file until then.
    defer { file?.release() }
    let kept = try file?.load()
    var memory =
      kept?.memory
      ?? BotMemory(rooms: rooms, seed: .random(in: .min ... .max), keyPrefix: Self.freshPrefix())
    memory.join(rooms)
    let options = BotSession.Options(
      token: token, keepsMemory: file != nil, giveUpAfterMilliseconds: giveUpAfter?.milliseconds,
      seed: .random(in: .min ... .max),
      tellsQuiet: getenv("VERBATIM_QUIET").map { String(cString: $0) } == "1")
    let session = BotSession(bot, memory: memory, user: kept?.user, options: options, at: .now())
    let run = BotRun(
      session, of: bot, at: endpoint, file: file,
      reporter: Reporter(logger: logger, endpoint: endpoint, numbers: BotNumbers(metrics)))
    try await withTaskCancellationOrGracefulShutdownHandler {
      try await run.untilEnd()
    } onCancelOrGracefulShutdown: {
      Task { await run.handle(.stop) }
    }
  }

  /// What no earlier memory of the same user had its keys begin with.
  private static func freshPrefix() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36) + "-"
  }
}
