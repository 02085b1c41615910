import Engine
import Wire

/// The commands that a bot has given and that were not answered yet. One is under way at a time; the others wait behind it.
///
/// So nothing overtakes a command that has to be sent again, what was sent and not answered is always one command, and its key is
/// among the few that the server remembers. It costs a round trip a command, which the server's rate limits make cheap.
struct Outbox: Sendable {
  private struct Command {
    let id: String
    let action: BotAction
    let frame: JSON
  }

  private enum FirstCommand {
    case unsent
    case sent
    /// It was refused for being too early, and is to be sent again then.
    case postponed(until: Instant)
  }

  /// The most commands that wait; a bot that gives more, faster than the server takes them, has a fault.
  static let maximum = 1000

  private let prefix: String
  private var number: Int64 = 0
  private var commands: [Command] = []
  private var first = FirstCommand.unsent

  init(prefix: String) {
    self.prefix = prefix
  }

  /// When the first command is to be sent again.
  var retryAt: Instant? {
    switch first {
    case .unsent, .sent: nil
    case .postponed(let until): until
    }
  }

  /// Adds a command and says whether there was room for it. Actions that are no commands are not added.
  mutating func append(_ action: BotAction) -> Bool {
    guard commands.count < Self.maximum, let command = command(action) else { return false }
    commands.append(command)
    return true
  }

  /// Puts joins before everything else, where a new session has to begin with them. What was sent will be sent again.
  mutating func begin(joining rooms: [String]) {
    commands.removeAll { command in rooms.contains { command.action == .join(room: $0) } }
    commands = rooms.compactMap { command(.join(room: $0)) } + commands
    first = .unsent
  }

  /// Sends again what was sent and not answered, with its id and key.
  mutating func repeatUnanswered() {
    switch first {
    case .sent: first = .unsent
    case .unsent, .postponed: break
    }
  }

  /// The frame that is to be sent now, or nil where there is none or an answer is awaited.
  mutating func next(at now: Instant) -> JSON? {
    switch first {
    case .unsent: break
    case .sent: return nil
    case .postponed(let until): if now < until { return nil }
    }
    guard let command = commands.first else { return nil }
    first = .sent
    return command.frame
  }

  /// The action that a reply is about, or nil where it is about none that is waiting for one: it was answered before.
  func action(awaiting id: String) -> BotAction? {
    guard let command = commands.first, command.id == id else { return nil }
    return command.action
  }

  /// The first command was answered: the next one may be sent.
  mutating func settle() {
    commands.removeFirst()
    first = .unsent
  }

  /// The first command came too early: it waits, and all others behind it.
  mutating func postpone(until instant: Instant) {
    first = .postponed(until: instant)
  }

  private mutating func command(_ action: BotAction) -> Command? {
    let id = "\(prefix)\(number + 1)"
    guard let frame = action.frame(id: id) else { return nil }
    number += 1
    return Command(id: id, action: action, frame: frame)
  }
}
