import Engine
import ScenarioLanguage

/// Finds out who takes part in a recording and under which names, and what each action means for them.
struct RecordedCast {
  /// The sessions of the header, in the order in which they come to act.
  private(set) var users: [String] = []
  private(set) var guests: [String] = []
  private(set) var moves: [TimedMove] = []
  /// Frames that may not be written down are known by these.
  private var secrets: [String] = []

  private enum Presence {
    /// In the header, and nobody's yet.
    case waiting
    case connected
    case cut
    case closed
  }

  /// A connection of the recording.
  private struct Connection {
    /// The session that acts for it, once it is known who it is.
    var name: String?
    /// What type of log-in is under way.
    var pendingLogIn: String?
  }

  private let sessionsPerUser: Int
  private var connections: [String: Connection] = [:]
  private var presence: [String: Presence] = [:]
  /// What users are called in the scenario, where they cannot keep their name.
  private var userNames: [NameKey: String] = [:]
  private var renamed: [NameKey: String] = [:]
  private var takenNames: Set<NameKey> = []
  private var now: Int64 = 0
  /// Whether the connections with which the scenario began have been broken.
  private var hasRestarted = false

  init(_ actions: [RecordedAction], limits: Limits, secrets: [String] = []) {
    self.secrets = secrets
    sessionsPerUser = limits[.sessionsPerUser]
    for action in actions {
      if case .sends(let bytes) = action.kind { self.secrets += RecordedFrame.secrets(in: bytes) }
      if case .logsIn(let user, _) = action.kind { name(user: user) }
    }
    // A short secret would be found in everything; the server demands longer ones by itself.
    self.secrets = self.secrets.filter { $0.utf8.count >= 4 }
    for action in actions { add(action) }
    for connection in connections.keys.sorted() { forgetLogIn(on: connection) }
  }

  private mutating func add(_ action: RecordedAction) {
    now = action.at.milliseconds
    let connection = action.connection
    switch action.kind {
    case .connects: connections[connection] = Connection()
    case .logsIn(let user, let resumed): logIn(user, resuming: resumed, on: connection)
    case .sends(let bytes): send(bytes, on: connection)
    case .closes: leave(connection, .closed)
    case .breaks: leave(connection, .cut)
    case .isClosed: leave(connection, .closed)
    case .serverRestarts:
      move(.restart)
      hasRestarted = true
      connections.removeAll()
      for (name, presence) in presence where presence == .connected || presence == .waiting {
        self.presence[name] = .cut
      }
    case .isLeftOut(let what): move(.comment(what))
    case .section(let title): move(.section(title))
    }
  }

  private mutating func move(_ move: RecordedMove) {
    moves.append(TimedMove(milliseconds: now, move: move))
  }

  // MARK: Sending

  private mutating func send(_ bytes: [UInt8], on connection: String) {
    guard connections[connection] != nil else { return }
    forgetLogIn(on: connection)
    guard let frame = RecordedFrame(bytes, names: renamed) else {
      connections[connection]?.pendingLogIn = RecordedFrame.type(of: bytes) ?? "unreadable"
      return
    }
    guard !secrets.contains(where: { frame.text.contains($0) }) else {
      return move(.comment("a frame with a secret in it"))
    }
    guard frame.text.utf8.count < ScenarioLimits.lineBytes / 2 else {
      return move(.comment("a frame of \(bytes.count) bytes, which is too long for a line"))
    }
    let name = connections[connection]?.name ?? beGuest(on: connection)
    move(.send(name, frame))
  }

  /// Says of a log-in that led to nothing that it is not there.
  private mutating func forgetLogIn(on connection: String) {
    guard let type = connections[connection]?.pendingLogIn else { return }
    connections[connection]?.pendingLogIn = nil
    let who = connections[connection]?.name.map { " of \($0)" } ?? ""
    move(.comment("a frame of the type \(type)\(who), because of its secrets"))
  }

  private mutating func beGuest(on connection: String) -> String {
    let free = guests.first { presence[$0] == .closed || presence[$0] == .cut }
    let name = free ?? newGuest()
    if free != nil || hasRestarted { move(.comeBack(name)) }
    presence[name] = .connected
    connections[connection]?.name = name
    guestNames[connection] = name
    return name
  }

  private mutating func newGuest() -> String {
    var number = guests.count + 1
    while takenNames.contains(NameKey(Self.guestName(number))) { number += 1 }
    let name = Self.guestName(number)
    takenNames.insert(NameKey(name))
    guests.append(name)
    return name
  }

  private static func guestName(_ number: Int) -> String { number == 1 ? "guest" : "guest-\(number)" }

  // MARK: Coming and going

  private mutating func leave(_ connection: String, _ how: Presence) {
    forgetLogIn(on: connection)
    guard let name = connections.removeValue(forKey: connection)?.name, presence[name] == .connected else {
      return
    }
    presence[name] = how
    move(how == .cut ? .cut(name) : .close(name))
  }

  private mutating func logIn(_ user: String, resuming resumed: String?, on connection: String) {
    connections[connection, default: Connection()].pendingLogIn = nil
    let before = connections[connection]?.name
    let name: String
    if let resumed, let session = sessionNames[resumed] {
      // Whoever resumes a session that still has a connection takes it over.
      if presence[session] == .connected { move(.cut(session)) }
      for (other, state) in connections where state.name == session { connections[other]?.name = nil }
      presence[session] = .cut
      name = session
    } else if let before, users.contains(before) {
      // The same person logs in again after logging out.
      presence[before] = .closed
      move(.close(before))
      name = session(of: user)
    } else {
      name = session(of: user)
    }
    connections[connection]?.name = name
    sessionNames[connection] = name
    if presence[name] != .waiting { move(.comeBack(name)) }
    presence[name] = .connected
    guard let before, guests.contains(before) else { return }
    presence[before] = .closed
    move(.takePlace(of: before, by: name))
  }

  /// Which session acted for which connection, also when that is gone.
  private(set) var sessionNames: [String: String] = [:]
  /// Which guest acted for which connection.
  private(set) var guestNames: [String: String] = [:]

  /// A session of the user that nobody has at the moment.
  private mutating func session(of user: String) -> String {
    let user = name(user: user)
    let own = users.filter { $0 == user || $0.hasPrefix(user + "/") }
    func free(_ wanted: Presence) -> String? { own.first { presence[$0] == wanted } }
    if let session = free(.closed) { return session }
    if own.count >= sessionsPerUser, let session = free(.cut) ?? own.first { return session }
    let session = own.isEmpty ? user : "\(user)/\(own.count + 1)"
    users.append(session)
    presence[session] = hasRestarted ? .cut : .waiting
    return session
  }

  /// What a user is called: the same, unless a scenario cannot have the name.
  @discardableResult
  private mutating func name(user: String) -> String {
    if let known = userNames[NameKey(user)] { return known }
    let scalars = user.unicodeScalars.map { $0 != "/" && SessionNameRules.isAllowed($0) ? $0 : "_" }
    var name = String(String.UnicodeScalarView(scalars))
    while takenNames.contains(NameKey(name)) { name += "_" }
    takenNames.insert(NameKey(name))
    userNames[NameKey(user)] = name
    if name != user {
      renamed[NameKey(user)] = name
      moves.append(
        TimedMove(milliseconds: .min, move: .comment("the name \(user.debugDescription): it is \(name) here"))
      )
    }
    return name
  }
}
