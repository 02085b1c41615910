package import Engine
package import Store
import Wire

/// One engine, one codec and one store, run turn by turn: a chat server without sockets, clock or threads.
///
/// The simulator and the live server differ only in what calls this. A turn is everything between two calls of
/// `commit`; what a turn has to say to clients comes out of `commit`, and so never before it lasts:
///
///     let connection = try host.connect(Opening(), at: now)
///     try host.receive(bytes, from: connection, at: now)
///     for outgoing in try host.commit() { … }
///
/// Real passwords are hashed elsewhere: after each call `takeWork` returns the work to do, and `finish` takes the
/// outcome. Until then the connection's frames are held, in order.
///
/// After an error of the store the engine is ahead of the store. From then on the host only throws that error again; a new
/// host for the same store continues from the last commit.
package final class Host {
  package internal(set) var engine: Engine
  package let store: Store
  let credentials: Credentials
  /// After how many inputs a snapshot is due.
  private let snapshotInterval: Int
  private let decoder: FrameDecoder
  let encoder: FrameEncoder
  private let frameLog = FrameLog.ofProcess
  /// The host's number in the frame log.
  private let number = FrameLog.ofProcess?.numberOfNextHost() ?? 0

  var tutorials = TutorialClients()
  /// The rooms that were made since the guests who wait for one were looked after.
  private var roomsMade: [String] = []
  var vault = SecretVault()
  /// The log-ins that wait for the outcome of work elsewhere.
  var waiting: [RequestID: WaitingLogIn] = [:]
  /// The frames that came meanwhile, for each connection whose log-in is under way.
  var held: [ConnectionID: [[UInt8]]] = [:]
  /// Work that nobody has taken yet.
  var work: [CredentialWork] = []
  private var connections = ConnectionTable()
  var outgoing: [Outgoing] = []
  package internal(set) var inputsSinceSnapshot: Int
  /// How many bytes of inputs the journal had when the store was opened.
  private let earlierJournalBytes: UInt64
  /// When snapshots are written.
  let snapshots: SnapshotTiming
  private var effects: [Effect] = []
  /// Where the outcome comes from that is being run.
  var origin: (connection: ConnectionID?, peer: Peer?) = (nil, nil)
  /// Where the operator's request comes from that is being carried out.
  var operatorAddress: String?
  var tally = Tally()
  /// Where the journal began anew; the snapshot there stays as long as that place.
  var newestMark: JournalEntry.Index?
  /// The addresses from which clients came of late. The engine knows them by numbers only.
  private(set) var addresses: [Peer: String] = [:]
  /// How many there may be before those are forgotten from which nobody is here.
  private var mostAddresses = 10_000
  /// What was committed last, where nothing is written because the database takes no commits.
  package let committed: Recovery.Found?
  /// Whether nothing is written.
  package var isReadOnly: Bool { committed != nil }
  /// How many inputs were run and not journaled.
  var unwritten: UInt64 = 0
  /// The error after which the engine and the store no longer agree.
  private var failure: StoreError?

  /// A host for the state that a store holds: a new one where it is empty, and otherwise what was before, with every
  /// connection cut.
  ///
  /// Errors: the store's; and those of `Recovery.find`.
  package convenience init(
    store: Store, configuration: Configuration, credentials: Credentials, snapshotInterval: Int = 100_000,
    at now: Instant
  ) throws(StoreError) {
    try self.init(
      try Recovery.find(in: store), in: store, configuration: configuration, credentials: credentials,
      snapshotInterval: snapshotInterval, at: now)
  }

  /// A host for what recovery found in a store.
  ///
  /// Where another behaviour of the engine made the state, the journal begins anew; where the tables do not have the
  /// rules of rooms yet, they are written.
  package convenience init(
    _ found: Recovery.Found, in store: Store, configuration: Configuration, credentials: Credentials,
    snapshotInterval: Int = 100_000, snapshots: SnapshotTiming = .inTurn, at now: Instant
  ) throws(StoreError) {
    self.init(
      found: found, store: store, configuration: configuration, credentials: credentials,
      snapshotInterval: snapshotInterval, snapshots: snapshots)
    let isNew = store.journalEnd == .start
    try bringUpToDate(found)
    try apply(.started(configuration), at: now)
    if !isNew { try apply(.restarted, at: now) }
  }

  init(
    found: Recovery.Found, store: Store, configuration: Configuration, credentials: Credentials,
    snapshotInterval: Int = .max, snapshots: SnapshotTiming = .inTurn, isReadOnly: Bool = false
  ) {
    engine = found.engine
    // Counted over restarts, so that a server that stops often does not come back more slowly each time.
    inputsSinceSnapshot = found.inputs
    newestMark = found.snapshot.flatMap { $0.isMark ? $0.through : nil }
    earlierJournalBytes = found.journalBytes - min(found.journalBytes, store.appendedBytes)
    self.snapshots = snapshots
    self.store = store
    self.credentials = credentials
    self.snapshotInterval = snapshotInterval
    committed = isReadOnly ? found : nil
    decoder = FrameDecoder(limits: configuration.limits)
    encoder = FrameEncoder(configuration: configuration)
    store.reactionUsers = configuration.limits[.reactionUsers]
  }

  /// When `advance` has something to do next, or nil where nothing waits for time to pass.
  package var nextDeadline: Instant? { inquire { $0.nextDeadline } }

  /// Asks the engine where it is. For a question to a property of a class all of it is copied, which takes longer than most answers.
  func inquire<Answer>(_ question: (inout Engine) -> Answer) -> Answer { question(&engine) }

  /// A client connected; its number is used for everything that follows.
  ///
  /// With a token, what it leads to follows `hello` unasked: `ready`, or `error` and the connection's end. A client of a
  /// tutorial is let into the room of its path, as a guest where its token is not valid: it may be an old cookie.
  package func connect(
    _ opening: Opening = Opening(), at now: Instant
  ) throws(StoreError) -> ConnectionID {
    let connection = ConnectionID(engine.lastConnection.number + 1)
    let isOwn = opening.dialect.shape == .verbatim
    tutorials.add(connection, speaking: opening.dialect)
    let token = opening.token.map(SecretVault.digest)
    note(opening)
    // A tutorial's client cannot say how many frames it has, so that nothing is kept for it.
    try apply(
      .connected(
        connection, token: isOwn ? token : nil, peer: opening.peer,
        resumable: isOwn && opening.isResumable, visit: opening.visit),
      at: now)
    if !isOwn, let token {
      try apply(.command(connection, .logIn(.token(token), resume: nil), re: nil), at: now)
    }
    vault.clear()
    if let room = opening.dialect.room { try enter(room, connection, at: now) }
    return connection
  }

  /// A frame arrived. Where the connection's log-in is under way it is held until that is decided.
  package func receive(
    _ bytes: [UInt8], from connection: ConnectionID, at now: Instant
  ) throws(StoreError) {
    guard held[connection] == nil else {
      held[connection]?.append(bytes)
      return
    }
    try read(bytes, from: connection, at: now)
  }

  /// Runs a frame.
  func read(
    _ bytes: [UInt8], from connection: ConnectionID, at now: Instant
  ) throws(StoreError) {
    // An earlier frame may have ended the connection; what comes after it is nobody's, and nothing that is kept.
    guard inquire({ $0.isConnected(connection) }) else { return }
    defer { vault.clear() }
    let dialect = tutorials[connection]
    func refuse(_ refusal: Refusal, re id: String?) throws(StoreError) {
      frameLog?.note(received: bytes, on: .init(dialect.shape), host: number, refusal: refusal)
      try apply(.malformed(connection, refusal, re: id), at: now)
    }
    switch decoder.decode(bytes, in: dialect, secrets: &vault) {
    case .malformed(let refusal, let id): try refuse(refusal, re: id)
    case .command(let command, let id):
      if let refusal = weakness(of: command, from: connection) { return try refuse(refusal, re: id) }
      frameLog?.note(received: bytes, on: .init(dialect.shape), host: number)
      let lookup = inquire { $0.lookup(for: command, from: connection) }
      var found: Lookup.Found?
      if let lookup { try attempt { () throws(StoreError) in found = try store.find(lookup) } }
      try apply(.command(connection, command, re: id, found: found), at: now)
    }
  }

  /// Why the new password in a command is refused. The engine never sees it.
  private func weakness(of command: Command, from connection: ConnectionID) -> Refusal? {
    let new: (password: Secret, user: String?)
    switch command {
    case .register(let user, let password, invitation: _): new = (password, user)
    case .setPassword(old: _, new: let password): new = (password, inquire { $0.userName(on: connection) })
    case _: return nil
    }
    do throws(Refusal) {
      try PasswordRule.check(password(new.password), of: new.user)
      return nil
    } catch {
      return error
    }
  }

  /// The client said goodbye.
  package func closed(_ connection: ConnectionID, at now: Instant) throws(StoreError) {
    tutorials.remove(connection)
    release(connection)
    try apply(.closed(connection), at: now)
  }

  /// The connection broke without a goodbye.
  package func cut(_ connection: ConnectionID, at now: Instant) throws(StoreError) {
    tutorials.remove(connection)
    release(connection)
    try apply(.cut(connection), at: now)
  }

  /// Lets everything happen whose time has come.
  package func advance(to now: Instant) throws(StoreError) {
    guard let deadline = nextDeadline, deadline <= now else { return }
    try apply(.deadline, at: now)
  }

  /// Makes an account without a password, and returns a token for it.
  ///
  /// Errors: a refusal where the name or the label is not valid, or the name is in use.
  package func provision(
    user name: String, bot: Bool, label: String = "", from address: String? = nil, at now: Instant
  ) throws -> String {
    operatorAddress = address
    defer { operatorAddress = nil }
    return try provisioned(name, bot: bot, label: label, at: now).token
  }

  /// Makes an account as `provision` does, and tells what is stored of its token too.
  func provisioned(
    _ name: String, bot: Bool, label: String, at now: Instant
  ) throws -> (token: String, digest: Digest) {
    try engine.checkNewUser(name)
    try engine.checkTokenLabel(label)
    let fresh = freshToken()
    try apply(.provisioned(user: name, bot: bot, token: fresh.digest, label: label), at: now)
    return fresh
  }

  /// A token that nobody has yet, and what is stored of it.
  func freshToken() -> (token: String, digest: Digest) {
    let token = credentials.freshSecret(.token, store.journalEnd.number)
    return (token, SecretVault.digest(of: token))
  }

  /// Makes the turn last, and returns what it has to say to clients.
  package func commit() throws(StoreError) -> [Outgoing] {
    if snapshots == .inTurn, isSnapshotDue {
      try saveSnapshot()
      try tidyUp(.retain(.forever))
    }
    try attempt { () throws(StoreError) in
      if !isReadOnly { try store.commit() }
    }
    defer { outgoing.removeAll(keepingCapacity: true) }
    return outgoing
  }

  /// What was done since the last call.
  package func takeTally() -> Tally {
    defer { tally = Tally() }
    return tally
  }

  /// Whether a snapshot should be written, so that the next start need not run so many inputs.
  package var isSnapshotDue: Bool { !isReadOnly && inputsSinceSnapshot >= snapshotInterval }

  /// How many bytes of inputs the journal ever had.
  package var journalBytes: UInt64 { earlierJournalBytes + store.appendedBytes }

  /// Does a part of the turn, unless an earlier one failed.
  func attempt(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    if let failure { throw failure }
    do {
      try body()
    } catch {
      failure = error
      outgoing.removeAll()
      throw error
    }
  }
}

// MARK: - Inputs and effects

extension Host {
  /// Lets one thing happen: into the journal, through the engine, and its effects into the turn.
  func apply(_ input: Input, at now: Instant) throws(StoreError) {
    try attempt { () throws(StoreError) in
      if isReadOnly { try tryWithoutWriting(input, at: now) } else { try run(input, at: now) }
    }
    while let room = roomsMade.popLast() { try admitGuests(to: room, at: now) }
  }

  private func run(_ input: Input, at now: Instant) throws(StoreError) {
    if case .authenticated(let request, let outcome) = input { noteOutcome(outcome, of: request, at: now) }
    let kept = engine.apply(input, at: now)
    store.append(input: kept.canonicalBytes, at: engine.now)
    inputsSinceSnapshot += 1
    tally.inputs += 1
    engine.takeEffects(into: &effects)
    var next: Input?
    for effect in effects {
      if let outcome = try carryOut(effect, of: input) { next = outcome }
    }
    if let next { try run(next, at: now) }
  }

  /// Carries one effect of an input out. The outcome of checking a credential is the next input, where it is there at once.
  func carryOut(_ effect: Effect, of input: Input) throws(StoreError) -> Input? {
    switch effect {
    case .attach(let session, let connection):
      connections[session] = .init(connection: connection, shape: tutorials[connection].shape)
    case .detach(let session):
      connections[session] = nil
    case .reply(let event, let re, let session):
      tally.note(event)
      try send(event, re: re, to: session)
    case .broadcast(let event, let audience):
      for shape in Dialect.Shape.allCases {
        let receivers = connections.receivers(in: audience, speaking: shape)
        guard !receivers.isEmpty else { continue }
        forEachFrame(of: event, re: nil, as: shape) { outgoing.append(.sendToMany($0, to: receivers)) }
      }
    case .answer(let query, let re, let session):
      guard connections[session] != nil else { return nil }
      let answer = try store.answer(query) {
        query.isEverywhere ? engine.mayFind($0, session) : engine.mayRead($0, session)
      }
      try send(event(for: answer, to: query), re: re, to: session)
    case .record(.tokenUsed) where isReadOnly: break
    case .record(let record):
      try audit(record, of: input)
      store.write(record, verifier: verifier(for: record), address: address(in: record))
      if case .roomCreated(_, let name, _, _, _) = record { roomsMade.append(name) }
    case .authenticate(let request, let work):
      return try begin(work, for: request, of: input)
    case .close(let connection, let code):
      tutorials.remove(connection)
      release(connection)
      outgoing.append(.close(connection, code))
    }
    return nil
  }

  private func send(_ event: Event, re: String?, to session: SessionID) throws(StoreError) {
    guard let endpoint = connections[session] else { return }
    if case .userList = event, let users = tutorials.takeArrival(of: endpoint.connection) {
      return try welcome(endpoint.connection, meeting: users)
    }
    let told = endpoint.shape == .verbatim ? try completed(event, for: endpoint.connection) : nil
    forEachFrame(of: told ?? event, re: re, as: endpoint.shape) {
      outgoing.append(.send($0, to: endpoint.connection))
    }
  }

  /// Tells a connection something without the engine, which does not count it.
  func tell(_ refusal: Refusal, re: String?, to connection: ConnectionID) {
    forEachFrame(of: .error(refusal), re: re, as: tutorials[connection].shape) {
      outgoing.append(.send($0, to: connection))
    }
  }

  private func forEachFrame(
    of event: Event, re: String?, as shape: Dialect.Shape, _ body: (Frame) -> Void
  ) {
    switch shape {
    case .verbatim: body(frame(encoder.encode(event, re: re) { vault.reveal($0) }, as: shape))
    case .tutorialChat:
      for bytes in encoder.tutorialChatFrames(of: event, at: engine.now) { body(frame(bytes, as: shape)) }
    case .tutorialNotification:
      for bytes in encoder.tutorialNotificationFrames(of: event) { body(frame(bytes, as: shape)) }
    }
  }

  /// A frame that goes out.
  func frame(_ bytes: [UInt8], as shape: Dialect.Shape) -> Frame {
    frameLog?.note(sent: bytes, on: .init(shape), host: number)
    return Frame(bytes)
  }
}

// MARK: - Addresses

extension Host {
  private func note(_ opening: Opening) {
    guard let peer = opening.peer, let address = opening.address else { return }
    if addresses.count >= mostAddresses {
      let inUse = inquire { $0.peersInUse }
      addresses = addresses.filter { inUse.contains($0.key) }
      mostAddresses = max(mostAddresses, addresses.count * 2)
    }
    addresses[peer] = address
  }

  /// From which addresses of a range somebody is here, but for the server's own machine.
  func peers(in range: AddressRange) -> [Peer] {
    let inUse = inquire { $0.peersInUse }
    return addresses.filter { peer, text in
      guard inUse.contains(peer), let address = AddressRange(text) else { return false }
      return range.covers(address) && !address.isThisMachine
    }.keys.sorted()
  }

  /// The address from which a token was used, for its user to see; the journal does not have it.
  private func address(in record: Record) -> String? {
    switch record {
    case .tokenMade(_, _, _, _, by: .user, let peer?), .tokenUsed(_, _, let peer?): addresses[peer]
    // Nothing else is said with an address.
    case _: nil
    }
  }
}

// MARK: - Credentials

extension Host {
  private func verifier(for record: Record) -> [UInt8]? {
    switch record {
    case .userRegistered(_, _, _, _, _, let request): vault.verifier(for: request)
    case .passwordChanged(_, let request): vault.verifier(for: request)
    // Nothing else comes with a password.
    case _: nil
    }
  }
}
