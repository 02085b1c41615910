package import Engine
import Host
package import Store
import Wire

/// Reads the actions of a stretch of a journal, for a recording.
package struct JournalActions {
  /// Which part of a journal is meant.
  package struct Stretch: Sendable {
    /// One end of a stretch.
    package enum Bound: Hashable, Sendable {
      case entry(UInt64)
      case time(Instant)
    }

    /// The first entry; nil for the beginning.
    package var from: Bound?
    /// The last entry; nil for the end.
    package var to: Bound?
    /// Only what is about this room; nil for everything.
    package var room: String?

    package init(from: Bound? = nil, to: Bound? = nil, room: String? = nil) {
      self.from = from
      self.to = to
      self.room = room
    }
  }

  package private(set) var actions: [RecordedAction] = []
  /// The limits of the server when the stretch begins.
  package private(set) var limits = Limits()
  /// What whoever reads the recording has to know.
  package private(set) var comments: [String] = []

  private let stretch: Stretch
  private var walk: JournalWalk
  /// The connection on which a session was last.
  private var lastConnection: [Digest: String] = [:]
  /// The requests over HTTP that are under way. What they say in rooms that they are not in, no connection of a scenario can say.
  private var requests: Set<ConnectionID> = []
  private var isRecording = false
  private var engine: Engine { walk.engine }

  /// Reads a stretch. Only inputs that clients see something of become actions.
  ///
  /// Errors: those of `JournalWalk`.
  package init(_ archive: Archive, _ stretch: Stretch) throws(StoreError) {
    self.stretch = stretch
    walk = try JournalWalk(archive, .segments)
    while let step = try walk.next() {
      let entry = step.entry
      guard !ends(before: entry) else { break }
      if !isRecording, begins(with: entry) { begin(entry) }
      if isRecording { add(step.input, at: entry.at) }
      walk.run(step)
      addOutcomes(at: entry.at)
    }
    if stretch.room != nil { dropTheSilent() }
  }

  // MARK: The stretch

  private func begins(with entry: JournalEntry) -> Bool {
    switch stretch.from {
    case nil: true
    case .entry(let number): entry.index.number >= number
    case .time(let instant): entry.at >= instant
    }
  }

  private func ends(before entry: JournalEntry) -> Bool {
    switch stretch.to {
    case nil: false
    case .entry(let number): entry.index.number > number
    case .time(let instant): entry.at > instant
    }
  }

  /// Brings everyone to where they are when the stretch begins.
  private mutating func begin(_ entry: JournalEntry) {
    isRecording = true
    limits = engine.configuration.limits
    let sessions = engine.sessionSummaries
    guard !sessions.isEmpty else { return }
    comments = [
      "The stretch begins with entry \(entry.index.number) of a journal. The users who were connected then join first.",
      "Earlier messages are missing, so seqs begin at 1 and histories are shorter.",
    ]
    add("", .section("Who is there"), at: entry.at)
    var joins: [(joinedAfter: UInt64, label: String, room: String)] = []
    for (index, session) in sessions.enumerated() {
      let label = session.connection.map(Self.label) ?? "detached \(index)"
      add(label, .connects, at: entry.at)
      if let user = session.user { add(label, .logsIn(user: user, resuming: nil), at: entry.at) }
      if let name = session.name { lastConnection[name] = label }
      joins += session.rooms.filter { isWanted($0.room) }.map { ($0.joinedAfter, label, $0.room) }
    }
    joins.sort { ($0.joinedAfter, $0.label) < ($1.joinedAfter, $1.label) }
    for join in joins {
      let line = "/join \(join.room)"
      add(join.label, .sends(Command.typeLine(room: nil, line: line).frame(id: nil).bytes), at: entry.at)
    }
    for (index, session) in sessions.enumerated() where session.connection == nil {
      add("detached \(index)", .breaks, at: entry.at)
    }
    add("", .section("What happened"), at: entry.at)
  }

  // MARK: Inputs

  private mutating func add(_ label: String, _ kind: RecordedAction.Kind, at instant: Instant) {
    actions.append(RecordedAction(on: label, at: instant, kind))
  }

  private static func label(_ connection: ConnectionID) -> String { "connection \(connection.number)" }

  private mutating func add(_ input: Input, at instant: Instant) {
    switch input {
    case .connected(let connection, token: _, peer: _, resumable: _, let visit):
      if visit == .command || visit == .webhook { requests.insert(connection) }
      add(Self.label(connection), .connects, at: instant)
    case .closed(let connection):
      requests.remove(connection)
      add(Self.label(connection), .closes, at: instant)
    case .cut(let connection): add(Self.label(connection), .breaks, at: instant)
    case .command(let connection, let command, let re, _):
      guard isWanted(engine.meaning(of: command, from: connection)) else { return }
      guard !requests.contains(connection) else {
        return add("", .isLeftOut("a command over HTTP"), at: instant)
      }
      add(Self.label(connection), .sends(command.frame(id: re).bytes), at: instant)
    case .restarted: add("", .serverRestarts, at: instant)
    case .marked(.pruned): break
    case .marked(.clockSet): add("", .isLeftOut("the clock was set"), at: instant)
    case .marked: add("", .isLeftOut("the server continued with another version"), at: instant)
    case .started(let configuration):
      if engine.counts.users == 0, engine.lastConnection == ConnectionID(0) {
        limits = configuration.limits
      } else if configuration.limits != engine.configuration.limits {
        add("", .isLeftOut("the server restarted with other limits"), at: instant)
      }
    case .malformed(let connection, let refusal, _): addRefused("frame", by: connection, refusal, at: instant)
    case .refused(let connection, let refused, _):
      addRefused("command", by: connection, refused.refusal, at: instant)
    case .limited(let connection, let rateClass, _):
      addRefused("command", by: connection, Refusal(.rateLimited, "Too many \(rateClass)."), at: instant)
    case .provisioned(let user, bot: _, token: _, label: _):
      add("", .isLeftOut("an operator made the account \(user)"), at: instant)
    case .administered:
      add("", .isLeftOut("an operator did something: \(input.summary)"), at: instant)
    case .deadline, .authenticated:
      // Time does the one by itself; the other is seen by what the server answers.
      break
    }
  }

  /// The journal does not say what was refused.
  private mutating func addRefused(
    _ what: String, by connection: ConnectionID, _ refusal: Refusal, at instant: Instant
  ) {
    guard stretch.room == nil else { return }
    let who = engine.sessionSummary(on: connection)?.user ?? "a guest"
    add("", .isLeftOut("a \(what) of \(who) that was refused with \(refusal.code.rawValue)"), at: instant)
  }

  private mutating func addOutcomes(at instant: Instant) {
    for effect in walk.effects {
      switch effect {
      case .reply(.ready(let ready), _, to: _):
        guard let connection = engine.sessionSummary(named: ready.session)?.connection else { continue }
        let label = Self.label(connection)
        let resumed = ready.resumed ? lastConnection[ready.session] : nil
        lastConnection[ready.session] = label
        if isRecording { add(label, .logsIn(user: ready.user, resuming: resumed), at: instant) }
      case .close(let connection, let code):
        // Who was replaced has not gone; the session goes on elsewhere, which the log-in says.
        if isRecording, code != .replaced { add(Self.label(connection), .isClosed, at: instant) }
      case .reply, .attach, .detach, .broadcast, .answer, .record, .authenticate: break
      }
    }
  }

  // MARK: One room

  private func isWanted(_ room: String) -> Bool {
    stretch.room.map { NameKey($0) == NameKey(room) } ?? true
  }

  private func isWanted(_ command: Command) -> Bool {
    guard stretch.room != nil else { return true }
    let frame = command.frame(id: nil)
    if case .string(let room)? = frame["room"] { return isWanted(room) }
    // Log-ins decide who takes part.
    return ["login", "register", "logout"].map(JSON.string).contains(frame["type"] ?? .null)
  }

  /// Takes out the connections that send nothing in the room.
  private mutating func dropTheSilent() {
    var speakers: Set<String> = []
    for action in actions {
      guard case .sends(let bytes) = action.kind, let type = RecordedFrame.type(of: bytes),
        !["login", "register", "logout"].contains(type)
      else { continue }
      speakers.insert(action.connection)
    }
    actions.removeAll { !$0.connection.isEmpty && !speakers.contains($0.connection) }
  }
}
