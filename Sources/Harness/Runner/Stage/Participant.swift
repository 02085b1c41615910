import Bots
package import DequeModule
import Engine
package import Wire

/// One who takes part in a scenario: a session of a user, a guest, or a bot, whatever its connection is made of.
///
/// What each delivery touches is not checked for overlapping accesses, which would take as long as all else that it does: nothing
/// here calls back while it changes something.
package final class Participant {
  /// Who sits behind the connection.
  enum Role {
    /// A person, whose events wait to be read by the scenario; one without a password logs in with a token.
    case user(password: String?)
    case guest
    case bot(RunningBot)
  }

  /// The name of the session in scenarios: `alice`, or `alice/phone` for a second one.
  package let name: String
  var role: Role
  /// What the client speaks.
  package internal(set) var dialect = Dialect.verbatim
  /// What a tutorial's client has in place of a cookie: the token of its user.
  package internal(set) var token: String?
  /// The connection, while there is one.
  package internal(set) var connection: (any ClientConnection)?
  /// Whether nothing is read from the connection.
  @exclusivity(unchecked) package var isStalled = false
  /// What arrived and was not yet read.
  @exclusivity(unchecked) package var unread: Deque<Arrival> = []
  /// The session, once logged in, and how many of its frames have arrived.
  @exclusivity(unchecked) package var session: SessionProgress?
  /// Is shown each frame that reaches a bot, before the bot is.
  var observe: ((Received) -> Void)?
  /// Whether the next `ready` is the stage's business and not the scenario's.
  package internal(set) var expectsReady = false
  /// Whether the next `hello` is the scenario's business: it is all that a guest who returns is told.
  var showsHello = false

  init(name: String, role: Role) {
    self.name = name
    self.role = role
  }

  var user: String { Self.user(of: name) }

  /// The name of a session's user: what comes before the slash.
  static func user(of name: String) -> String {
    String(name.prefix { $0 != "/" })
  }

  /// Whether the client sends a `login`: guests have no account, and tutorials' clients bring a token.
  var logsInByFrame: Bool {
    switch (role, dialect) {
    case (.guest, _), (_, .tutorialChat), (_, .tutorialNotification): false
    case (.user, .verbatim), (.bot, .verbatim): true
    }
  }

  package var isConnected: Bool { connection != nil }

  /// The connection is gone, and what was on its way with it, a `ready` that the stage waited for included.
  package func disconnect() {
    connection = nil
    expectsReady = false
  }

  var isBot: Bool { if case .bot = role { true } else { false } }

  /// Takes the oldest event that was not yet read, or nil where there is none.
  package func takeUnread() -> Arrival? { unread.popFirst() }

  /// Takes a frame off the network: counts it, and keeps what is not the stage's own business.
  ///
  /// Returns the frame's place in the transcript, where one is written and the frame is kept.
  func take(_ frame: Received, serial: Int, at now: Instant, in log: TranscriptLog?) -> Int? {
    switch frame.part {
    case .greeting:
      guard showsHello else { return nil }
      showsHello = false
    case .end, .passing:
      break
    case .beginning:
      let ready = frame.fields
      session = SessionProgress(ready, after: session) ?? session
      token = ready.token ?? token
      log?.hide(ready.session, as: "session")
      log?.hide(ready.token, as: "token")
      if expectsReady {
        expectsReady = false
        return nil
      }
    case .counted:
      session?.received += 1
    }
    let entry = log?.receive(frame, by: name, at: now)
    unread.append(Arrival(serial: serial, frame: frame, entry: entry))
    return entry
  }

  /// Lets a bot react to a frame, and gives what it sends; for everyone else the frame waits to be read.
  ///
  /// - Parameter entry: The frame's place in the transcript, where one is written.
  func react(to frame: Received, entry: Int?, at now: Instant) -> [JSON] {
    guard case .bot(let bot) = role else { return [] }
    unread.removeAll()
    observe?(frame)
    guard let meaning = frame.meaning else { return [] }
    let frames = bot.driver.receive(meaning, answering: frame.re, at: now)
    if let entry { bot.noteTimers(setBy: entry) }
    return frames
  }

  /// Lets a bot do what has fallen due, and gives what it sends, and what of the transcript led to it.
  ///
  /// - Parameter time: The place in the transcript of the line that lets time pass, where one is written.
  func timersDue(at now: Instant, time: Int?) -> (frames: [JSON], cause: Int?) {
    guard case .bot(let bot) = role, let deadline = nextDeadline, deadline <= now else { return ([], nil) }
    guard let time else { return (bot.driver.timersDue(at: now), nil) }
    let cause = bot.takeSetting(ofTimersDueAt: now) ?? time
    let frames = bot.driver.timersDue(at: now)
    bot.noteTimers(setBy: cause)
    return (frames, cause)
  }

  /// Lets a bot's driver do something; nil for everyone else.
  func drive<Result>(_ body: (inout BotDriver) -> Result) -> Result? {
    guard case .bot(let bot) = role else { return nil }
    return body(&bot.driver)
  }

  /// A bot's program ends and begins again. Its connection is the stage's business.
  func restartBot() {
    guard case .bot(let bot) = role else { return }
    bot.restart()
  }

  /// When a bot has something to do by itself.
  var nextDeadline: Instant? { drive { $0.nextDeadline } ?? nil }

  /// The frame that registers this user.
  func registerFrame() -> JSON {
    guard case .user(let password?) = role else { preconditionFailure("only users with a password register") }
    return .frame("register", ("user", .string(user)), ("password", .string(password)))
  }

  /// The frame that logs this client in, with the session to resume where there is one.
  package func logInFrame() -> JSON {
    let frame: JSON
    switch role {
    case .user(nil): frame = .frame("login", ("token", .string(token ?? "")))
    case .user(let password?):
      frame = .frame("login", ("user", .string(user)), ("password", .string(password)))
    case .bot(let bot): frame = .frame("login", ("token", .string(bot.token)))
    case .guest: preconditionFailure("a guest does not log in")
    }
    return session.map { frame.with("resume", $0.json) } ?? frame
  }
}
