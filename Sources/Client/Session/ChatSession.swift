package import Wire

/// One conversation with a server from the client's side, over all the connections that it needs: it logs in, counts
/// frames, reconnects, resumes, fills gaps and sends again what was not answered.
///
/// It is a value that does nothing by itself. Its driver passes inputs to it, carries out the actions that it returns, and
/// calls it at its deadline. Times are milliseconds of any clock that does not go backwards.
///
/// One typed line is under way at a time, so that order survives every cut. What is said goes as `chat_message` or
/// `private_message` with a `key`, which a `line` has no place for; every other line goes as `line`.
package struct ChatSession: Sendable {
  /// Who the client is.
  package enum LogIn: Hashable, Sendable {
    case guest
    case token(String)
    case password(user: String, password: String)
    /// The user is made first.
    case registration(user: String, password: String)
  }

  /// What happened.
  package enum Input: Hashable, Sendable {
    /// The connection that was asked for is there.
    case connected
    /// The connection that was asked for cannot be made; the text says why.
    case unreachable(String)
    /// A text frame came.
    case received([UInt8])
    /// The ping that was asked for was answered.
    case ponged
    /// The connection ended; the code is nil where it broke or gave none.
    case disconnected(code: UInt16?)
    /// A person typed a line.
    case typed(String)
    /// No more lines come. What was typed is still done first where that is possible, and `patiently` also over cuts.
    case inputEnded(patiently: Bool)
    /// The deadline has come.
    case timePassed
  }

  /// What is to be done, in order.
  package enum Action: Hashable, Sendable {
    /// Make a connection; the answer is `connected` or `unreachable`.
    case connect
    case send([UInt8])
    /// Send a ping of WebSocket; the answer is `ponged`.
    case ping
    /// End the connection, with a goodbye or at once. Nothing of it is told any more.
    case disconnect(orderly: Bool)
    case show(Item)
    /// The conversation is over. Nothing follows.
    case end(Ending)
  }

  /// What a person or a bot is to see.
  package enum Item: Hashable, Sendable {
    /// A frame of the server: an event, or the answer to what was typed.
    case frame(ServerFrame)
    /// A `user_list` of a room that was just entered.
    case entered(ServerFrame)
    /// The room was left as was asked for.
    case left(room: String)
    /// A `history`: what was said before the room was entered, or what was missed during a cut.
    case backlog(ServerFrame, isMissed: Bool)
    case guest
    /// The connection is gone, and another one is tried for.
    case reconnecting
    case reconnected
  }

  /// Why the conversation is over.
  package enum Ending: Hashable, Sendable {
    /// No more lines come; so many of them were not answered.
    case finished(unanswered: Int)
    /// The first connection could not be made.
    case unreachable(String)
    /// The log-in was refused.
    case refused(code: String, message: String)
    /// The server closed the connection for good.
    case closed(code: UInt16)
  }

  /// A room that the session is in.
  struct Room: Hashable, Sendable {
    let name: String
    var lastSeq: Int64
    /// Messages that wait until what was said before them is there; nil where nothing is awaited.
    var held: [ServerFrame]?
  }

  let logIn: LogIn
  var session: ClientSession
  private let keyPrefix: String
  var now: Int64 = 0
  var actions: [Action] = []

  /// Who the session's user is, where one is logged in.
  var user: String?
  /// Whether there was a log-in, so that a failure to connect is no reason to give up.
  var hasBegun = false
  var hasSaidReconnecting = false
  var registrationMayHaveWorked = false
  var rooms: [Room] = []
  /// What was typed and has no number yet.
  var waiting: [TypedLine] = []
  /// What the session itself asks for need not wait for answers.
  var outbox = Outbox(Outbox<Request>.Kept(prefix: "c"), window: .max)
  var ending = (isWanted: false, isPatient: false)
  var isClockVirtual = false

  /// A conversation that begins by asking for a connection; `start` gives that first action.
  ///
  /// - Parameter seed: Makes idempotency keys and the jitter of waiting times; two sessions must have different ones.
  package init(logIn: LogIn, seed: UInt64) {
    self.logIn = logIn
    session = ClientSession(seed: seed)
    keyPrefix = String(seed, radix: 36)
  }

  /// The first thing to do.
  package var start: [Action] { [.connect] }

  /// The room that a line without a command is said in.
  package var currentRoom: String? { rooms.last?.name }

  /// When `timePassed` has to be told, or nil where nothing waits for a time.
  package var deadline: Int64? {
    session.deadline.map { session.phase == .active ? min($0, outbox.retryAt ?? .max) : $0 }
  }

  /// Takes in what happened and says what to do.
  package mutating func handle(_ input: Input, at now: Int64) -> [Action] {
    self.now = now
    actions = []
    if session.phase == .over { return [] }
    switch input {
    case .connected: session.connected(at: now)
    case .unreachable(let why):
      guard hasBegun else {
        end(.unreachable(why))
        break
      }
      waitAndReconnect()
    case .received(let bytes):
      session.hear(at: now)
      if let frame = ServerFrame(parsing: bytes, maximumBytes: ClientSession.frameBytes) { receive(frame) }
    case .ponged: session.hear(at: now)
    case .disconnected(let code): disconnected(code)
    case .typed(let line): type(line)
    case .inputEnded(let isPatient):
      ending.isWanted = true
      ending.isPatient = isPatient
      if !isPatient { leaveWithoutConnection() }
    case .timePassed: passTime()
    }
    proceed()
    return actions
  }

  // MARK: - Typing

  private mutating func type(_ line: String) {
    guard !ending.isWanted else { return }
    let typed = TypedLine(line)
    if typed == .quit {
      ending = (true, true)
      leaveWithoutConnection()
    } else if typed != .empty {
      waiting.append(typed)
    }
  }

  /// Who wants to leave while the connection is gone need not wait for another one.
  private mutating func leaveWithoutConnection() {
    if !session.isConnected, hasBegun || waiting.isEmpty { finish() }
  }

  /// Sends the next line when the one before is done, and ends when there is nothing more.
  private mutating func proceed() {
    guard session.phase == .active else { return }
    if outbox.isIdle(at: now), !rooms.contains(where: { $0.held != nil }) {
      if !waiting.isEmpty {
        outbox.append(.typed(waiting.removeFirst(), in: currentRoom))
      } else if ending.isWanted {
        // What the last line led to may come after its answer.
        outbox.append(.probe)
      }
    }
    while let step = outbox.next(at: now) {
      let frame: JSON =
        switch step {
        case .command(let command):
          command.action.frame(id: command.id, key: "\(keyPrefix)-\(command.id.dropFirst())")
        case .ping(let id): .frame("ping", ("id", .string(id)))
        }
      actions.append(.send(frame.bytes))
    }
  }

  // MARK: - Connections

  private mutating func disconnected(_ code: UInt16?) {
    if session.phase == .loggingIn, !hasBegun { registrationMayHaveWorked = true }
    if let code, !session.mayReconnect(after: code) { return end(.closed(code: code)) }
    if ending.isWanted, !ending.isPatient || outbox.kept.commands.contains(where: { $0.action == .probe }) {
      return finish()
    }
    waitAndReconnect()
  }

  mutating func waitAndReconnect() {
    if !hasSaidReconnecting {
      hasSaidReconnecting = true
      actions.append(.show(.reconnecting))
    }
    session.wait(at: now)
  }

  private mutating func passTime() {
    switch session.due(at: now) {
    case .nothing: break
    case .connect: actions.append(.connect)
    case .ping: actions.append(.ping)
    case .giveUp:
      actions.append(.disconnect(orderly: false))
      if hasBegun { waitAndReconnect() } else { end(.unreachable("the server does not answer")) }
    }
  }

  mutating func finish() {
    if session.isConnected { actions.append(.disconnect(orderly: true)) }
    end(.finished(unanswered: waiting.count + outbox.kept.commands.count { $0.action.isTyped }))
  }

  mutating func end(_ ending: Ending) {
    session.phase = .over
    actions.append(.end(ending))
  }
}
