/// What a client asks the server for and was not answered yet, in order: what waits, and what is under way.
///
/// A command that has to be sent again goes with the id that it had, from which its idempotency key is made. Where few are under way
/// at a time, nothing overtakes it, and its key is among the few that the server remembers.
///
/// It is a value that does nothing by itself. Times are milliseconds of the clock that the client goes by.
package struct Outbox<Action: Sendable>: Sendable {
  /// A numbered command.
  package struct Command: Sendable {
    package let id: String
    package let action: Action
  }

  /// What outlives the client's program.
  ///
  /// Bots keep it in their files, under the names of its properties.
  package struct Kept: Sendable {
    /// What ids begin with.
    package let prefix: String
    private(set) var number: Int64 = 0
    package fileprivate(set) var commands: [Command] = []

    /// Nothing was asked for yet.
    package init(prefix: String) { self.prefix = prefix }

    /// Adds a command behind all others.
    package mutating func append(_ action: Action) { commands.append(command(action)) }

    fileprivate mutating func command(_ action: Action) -> Command { Command(id: nextID(), action: action) }

    fileprivate mutating func nextID() -> String {
      number += 1
      return "\(prefix)\(number)"
    }
  }

  /// What is to be sent.
  package enum Step: Sendable {
    case command(Command)
    /// A `ping` with this id.
    case ping(id: String)
  }

  package private(set) var kept: Kept
  /// The most commands that are under way at a time.
  private let window: Int
  private var underWay: Set<String> = []
  /// When commands may be sent again; nil where they may.
  private var pausedUntil: Int64?
  /// The connection is another one: what is under way perhaps never arrived. Its answer, where there is one, comes before that to this
  /// `ping`, which has an id of its own: the answer to one that came before the command may be among what was missed.
  private var doubt: (ping: String, isAsked: Bool)?

  package init(_ kept: Kept, window: Int) {
    self.kept = kept
    self.window = window
  }

  /// When `next` has to be asked because of the time, or nil where it has not.
  package var retryAt: Int64? { pausedUntil }

  /// Whether nothing waits for an answer or for a time.
  package func isIdle(at now: Int64) -> Bool {
    kept.commands.isEmpty && doubt == nil && now >= pausedUntil ?? now
  }

  /// What the command with this id is to do; nil where it was answered before, or there was none.
  package func action(of id: String) -> Action? { kept.commands.first { $0.id == id }?.action }

  /// Adds a command behind all others.
  package mutating func append(_ action: Action) { kept.append(action) }

  // MARK: - Sending

  /// What is to be sent now, which counts as sent; nil where there is nothing, or it would be too early.
  ///
  /// - Parameter earliest: When an action may be sent, where that is later than now.
  package mutating func next(
    at now: Int64, notBefore earliest: (Action) -> Int64? = { _ in nil }
  ) -> Step? {
    if let pausedUntil, now >= pausedUntil { self.pausedUntil = nil }
    if let doubt {
      self.doubt?.isAsked = true
      return doubt.isAsked ? nil : .ping(id: doubt.ping)
    }
    guard pausedUntil == nil, underWay.count < window,
      let command = kept.commands.first(where: { !underWay.contains($0.id) })
    else { return nil }
    pausedUntil = earliest(command.action)
    guard pausedUntil == nil else { return nil }
    underWay.insert(command.id)
    return .command(command)
  }

  // MARK: - Answers

  /// Takes the answer to a command, and says what that was to do; nil where it was answered before, or there was none.
  @discardableResult
  package mutating func settle(_ id: String) -> Action? {
    guard let index = kept.commands.firstIndex(where: { $0.id == id }) else { return nil }
    underWay.remove(id)
    return kept.commands.remove(at: index).action
  }

  /// Takes the answer to the `ping` of a resumed session, and says whether it is one. What was not answered before it never arrived,
  /// and is sent again.
  package mutating func settlePing(_ id: String) -> Bool {
    guard doubt?.ping == id else { return false }
    doubt = nil
    underWay = []
    return true
  }

  /// A command came too early: it waits until it may be sent again, and all others behind it.
  package mutating func postpone(_ id: String, until time: Int64) {
    underWay.remove(id)
    pausedUntil = time
  }

  // MARK: - Connections

  /// The session goes on over another connection, and what is under way may have been lost with the one before.
  ///
  /// Not every command has a key, so that it is first asked for whatever the server had said before.
  package mutating func resume() { if !underWay.isEmpty || doubt != nil { resumeInDoubt() } }

  /// The session goes on, and nothing is sent before all that was missed has come: who does not know what was sent needs that, or who
  /// has to know of everything before the next command.
  package mutating func resumeInDoubt() { doubt = (doubt?.ping ?? kept.nextID(), false) }

  /// A new session has to begin with some actions. What was sent before is sent again behind them, without what is dropped.
  package mutating func begin(with actions: [Action], dropping isDropped: (Action) -> Bool) {
    kept.commands.removeAll { isDropped($0.action) }
    kept.commands = actions.map { kept.command($0) } + kept.commands
    underWay = []
    pausedUntil = nil
    doubt = nil
  }
}

extension Outbox.Command: Equatable where Action: Equatable {}
extension Outbox.Command: Codable where Action: Codable {}
extension Outbox.Kept: Codable where Action: Codable {}
