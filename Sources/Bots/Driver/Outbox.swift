import Engine
import Wire

/// The commands that a bot has given and that were not answered yet. One is under way at a time; the others wait behind it.
///
/// So nothing overtakes a command that has to be sent again, what was sent and not answered is always one command, and its key is
/// among the few that the server remembers. It costs a round trip a command, which the server's rate limits make cheap.
struct Outbox: Sendable {
  /// What is kept over a restart.
  struct Kept: Codable, Sendable {
    /// What ids and keys begin with.
    var prefix: String
    var number: Int64 = 0
    var commands: [Command] = []

    mutating func append(_ action: BotAction) { commands.append(command(action)) }

    /// A command that was not given before.
    mutating func command(_ action: BotAction) -> Command { Command(id: nextID(), action: action) }

    mutating func nextID() -> String {
      number += 1
      return "\(prefix)\(number)"
    }
  }

  struct Command: Hashable, Codable, Sendable {
    let id: String
    let action: BotAction
  }

  private enum FirstCommand {
    case unsent
    case sent
    /// It was refused for being too early, or would be, and is to be sent then.
    case postponed(until: Instant)
    /// It was perhaps sent on a connection that is gone. Its answer, where there is one, comes before that to a `ping`.
    /// That one has an id of its own, for the answer to one that came before the command may be among what was missed.
    case inDoubt(ping: String, isSent: Bool)
  }

  /// The most commands that wait; a bot that gives more, faster than the server takes them, has a fault.
  static let maximum = 1000

  private(set) var kept: Kept
  private var first = FirstCommand.unsent
  private var pace = Pace()

  init(_ kept: Kept) {
    self.kept = kept
  }

  /// When the first command is to be sent.
  var retryAt: Instant? {
    switch first {
    case .unsent, .sent, .inDoubt: nil
    case .postponed(let until): until
    }
  }

  /// Takes the server's limits, which the commands will obey.
  mutating func obey(_ limits: Limits) { pace.limits = limits }

  /// Adds a command and says whether there was room for it.
  mutating func append(_ action: BotAction) -> Bool {
    guard kept.commands.count < Self.maximum else { return false }
    kept.append(action)
    return true
  }

  /// Puts actions before everything else, where a new session has to begin with them. What was sent will be sent again.
  mutating func begin(with actions: [BotAction]) {
    kept.commands.removeAll { actions.contains($0.action) }
    kept.commands = actions.map { kept.command($0) } + kept.commands
    first = .unsent
  }

  /// The session goes on over another connection: what was sent and not answered is sent again, with its id and key. Not every
  /// command has a key, so that it is first asked for whatever the server had said before.
  mutating func resume() {
    switch first {
    case .sent: first = .inDoubt(ping: kept.nextID(), isSent: false)
    case .inDoubt(let ping, _): first = .inDoubt(ping: ping, isSent: false)
    case .unsent, .postponed: break
    }
  }

  /// The session goes on, but not the program: nobody knows what was sent.
  mutating func resumeInDoubt(with actions: [BotAction]) {
    begin(with: actions)
    first = .inDoubt(ping: kept.nextID(), isSent: false)
  }

  /// The frame that is to be sent now, or nil where there is none, it would be too early, or an answer is awaited.
  mutating func next(at now: Instant) -> JSON? {
    switch first {
    case .unsent: break
    case .sent: return nil
    case .postponed(let until): if now < until { return nil }
    case .inDoubt(let ping, let isSent):
      first = .inDoubt(ping: ping, isSent: true)
      return isSent ? nil : .ping(id: ping)
    }
    guard let command = kept.commands.first else { return nil }
    if let instant = pace.earliest(for: command.action, at: now) {
      first = .postponed(until: instant)
      return nil
    }
    first = .sent
    return command.action.frame(id: command.id)
  }

  /// The action that a reply is about, or nil where it is about none that is waiting for one: it was answered before.
  func action(awaiting id: String) -> BotAction? {
    kept.commands.first { $0.id == id }?.action
  }

  /// Takes the answer to the `ping` of a resumed session, and says whether it is one.
  mutating func settlePing(_ id: String) -> Bool {
    guard case .inDoubt(id, _) = first else { return false }
    first = .unsent
    return true
  }

  /// A command was answered: the next one may be sent.
  ///
  /// Only now its allowance is spent. The server spent it earlier, between sending and answer; whoever counted from the sending
  /// would be ahead of the server by the command's way there, and now and then be refused.
  mutating func settle(_ id: String, at now: Instant) {
    guard let index = kept.commands.firstIndex(where: { $0.id == id }) else { return }
    pace.spend(kept.commands.remove(at: index).action, at: now)
    switch first {
    case .unsent, .sent, .postponed: first = .unsent
    case .inDoubt: break
    }
  }

  /// The first command came too early: it waits, and all others behind it.
  mutating func postpone(until instant: Instant) {
    first = .postponed(until: instant)
  }
}
