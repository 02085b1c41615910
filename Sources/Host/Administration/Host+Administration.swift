package import Engine
package import Store
package import Wire

extension Host {
  /// Does what an operator asks for, and gives the answer; what is refused is an answer too, and changes nothing.
  ///
  /// What was changed lasts with the next `commit`, which also has what clients are told of it. An answer to anything
  /// that does not only look must wait for that commit.
  ///
  /// Errors: the store's.
  ///
  /// - Parameter hashed: What became of the work that `passwordWork` gave for the request; nil has it done here.
  package func administer(
    _ request: AdminRequest, hashed: CredentialOutcome? = nil, at now: Instant
  ) throws(StoreError) -> JSON {
    do {
      return try answer(to: request, hashed, at: now)
    } catch let refusal as Refusal {
      return AdminAnswer.refused(refusal)
    } catch let error as StoreError {
      throw error
    } catch {
      preconditionFailure("an operator's request fails by a refusal or the store's error, not by \(error)")
    }
  }

  /// Reads a request and does it, as the function over requests does.
  ///
  /// - Parameter address: Where the operator is, for the audit log.
  package func administer(
    _ request: JSON, from address: String? = nil, hashed: CredentialOutcome? = nil, at now: Instant
  ) throws(StoreError) -> JSON {
    operatorAddress = address
    defer { operatorAddress = nil }
    let read: AdminRequest
    do throws(Refusal) {
      read = try AdminRequest(request)
    } catch {
      return AdminAnswer.refused(error)
    }
    return try administer(read, hashed: hashed, at: now)
  }

  private func answer(
    to request: AdminRequest, _ hashed: CredentialOutcome?, at now: Instant
  ) throws -> JSON {
    switch request {
    case .listUsers(let page): return try userList(page)
    case .showUser(let name):
      let user = try engine.user(named: name, field: "user")
      guard let row = try store.account(of: user) else { throw StoreError.missing("user", user.number) }
      return AdminAnswer.user(row, in: engine, complete: true)
    case .deleteUser(let name):
      try perform(.deleteUser(name), at: now)
      let user = try engine.user(named: name, field: "user")
      return AdminAnswer.done("deleted", [.text("user", engine.name(of: user))])
    case .eraseUser(let name):
      let user = try engine.user(named: name, field: "user")
      try perform(.eraseUser(user), at: now)
      return AdminAnswer.done("erased", [.number("number", user.number)])
    case .setPassword(let name, let password):
      return try setPassword(of: name, to: password, hashed, at: now)
    case .suspendUser(let name):
      try perform(.suspendUser(name), at: now)
      return AdminAnswer.done("suspended", [try member(user: name)])
    case .unsuspendUser(let name):
      try perform(.unsuspendUser(name), at: now)
      return AdminAnswer.done("unsuspended", [try member(user: name)])
    case .logOutUser(let name):
      let user = try engine.user(named: name, field: "user")
      let count = engine.sessionCount(of: user)
      try perform(.logOutUser(name), at: now)
      return AdminAnswer.done("ended", [try member(user: name), .number("sessions", count)])
    case .listRooms(let page): return try roomList(page)
    case .showRoom(let name):
      let room = try engine.room(named: name)
      guard let row = try store.madeRoom(room) else { throw StoreError.missing("room", room.number) }
      return AdminAnswer.room(row, in: engine, complete: true)
    case .deleteRoom(let name):
      let room = try engine.room(named: name)
      try perform(.deleteRoom(name), at: now)
      return AdminAnswer.done("deleted", [.text("room", engine.name(of: room))])
    case .removeGuests(let name):
      let room = try engine.room(named: name)
      let count = engine.guests(in: room)
      try perform(.removeGuests(name), at: now)
      return AdminAnswer.done("removed", [.text("room", engine.name(of: room)), .number("guests", count)])
    case .setOwner(let name, let owner):
      try perform(.setOwner(room: name, user: owner), at: now)
      let room = try engine.room(named: name)
      return AdminAnswer.done(
        "owner", [.text("room", engine.name(of: room)), try member(user: owner)])
    case .listMessages(let place, let page): return try messageList(of: place, page)
    case .showMessage(let place, let seq):
      let (place, row) = try message(seq, at: place)
      return AdminAnswer.message(row, at: place, in: engine)
    case .deleteMessage(let place, let seq):
      let (place, row) = try message(seq, at: place)
      if !row.deleted { try perform(.deleteMessage(place, seq: seq), at: now) }
      return AdminAnswer.done("deleted", [place.member, .number("seq", seq)])
    case .createToken(let user, let bot, let label):
      return try createToken(of: user, bot: bot, label: label, at: now)
    case .listTokens(let user, let page): return try tokenList(of: user, page)
    case .revokeToken(let id): return try revokeToken(id, at: now)
    case .listAudit(let user, let page): return try auditList(about: user, page)
    case .createInvitation(let uses, let days): return try createInvitation(uses: uses, days: days, at: now)
    case .listInvitations:
      let invitations = engine.goodInvitations(at: now).map { JSON.object(AdminAnswer.invitation($0)) }
      return .object([.init("invitations", .array(invitations))])
    case .revokeInvitation(let id): return try revokeInvitation(id, at: now)
    case .banAddress(let address, let seconds): return try ban(address, seconds: seconds, at: now)
    case .listBans:
      let bans = engine.currentAddressBans(at: now).map { JSON.object(AdminAnswer.ban($0)) }
      return .object([.init("bans", .array(bans))])
    case .liftBan(let address): return try liftBan(of: address, at: now)
    }
  }

  private func member(user name: String) throws(Refusal) -> JSON.Member {
    .text("user", engine.name(of: try engine.user(named: name, field: "user")))
  }

  /// Carries out an operator's request, unless the engine refuses it.
  private func perform(_ administration: Administration, at now: Instant) throws {
    try engine.check(administration, at: now)
    try apply(.administered(administration), at: now)
    audit(administration)
  }
}

// MARK: - Passwords

extension Host {
  /// The hashing that has to be done before a request is carried out and should be done elsewhere, or nil where there is none.
  package func passwordWork(for request: JSON) -> CredentialWork? {
    guard !credentials.areInstant, case .setPassword(let name, let password)? = try? AdminRequest(request),
      (try? checkNewPassword(password, of: name)) != nil, (try? engine.check(.setPassword(name))) != nil
    else { return nil }
    return CredentialWork(
      .makeVerifier(password: password), for: engine.nextRequest, from: nil, of: engine.userID(of: name),
      with: credentials)
  }

  private func setPassword(
    of name: String, to password: String, _ hashed: CredentialOutcome?, at now: Instant
  ) throws -> JSON {
    try checkNewPassword(password, of: name)
    try engine.check(.setPassword(name))
    let verifier: [UInt8]
    switch hashed {
    case nil: verifier = credentials.verifier(password.composed)
    case .accepted(let made?)?: verifier = made
    case .accepted(nil)?, .rejected?, .notDone?:
      throw Refusal(
        .unavailable, "Too many passwords are being worked on; try again later.",
        retryAfterMilliseconds: 2000)
    }
    vault.keep(verifier: verifier, for: engine.nextRequest)
    defer { vault.clear() }
    try perform(.setPassword(name), at: now)
    return AdminAnswer.done("changed", [try member(user: name)])
  }

  /// Refuses a password that nobody could register with.
  private func checkNewPassword(_ password: String, of user: String) throws(Refusal) {
    let (least, most) = inquire {
      ($0.configuration.limits[.passwordBytesAtLeast], $0.configuration.limits[.passwordBytes])
    }
    guard password.utf8.count >= least else {
      throw Refusal(.badFrame, "The password must have at least \(least) bytes.", field: "password")
    }
    guard password.utf8.count <= most else {
      throw Refusal(.tooLarge, "The password has more than \(most) bytes.", field: "password")
    }
    try PasswordRule.check(password, of: user)
  }
}

// MARK: - Tokens

extension Host {
  private func createToken(of name: String, bot: Bool, label: String, at now: Instant) throws -> JSON {
    let fresh: (token: String, digest: Digest)
    let isNew: Bool
    if let user = engine.userID(of: name) {
      guard engine.isBot(user) || !bot else {
        throw Refusal(.forbidden, "The user of this name is not a bot.", field: "bot")
      }
      (fresh, isNew) = (freshToken(), false)
      try perform(.makeToken(user: name, token: fresh.digest, label: label), at: now)
    } else {
      (fresh, isNew) = (try provisioned(name, bot: bot, label: label, at: now), true)
    }
    let user = try engine.user(named: name, field: "user")
    return .object([
      .text("token", fresh.token), .text("id", fresh.digest.shortID), .text("user", engine.name(of: user)),
      .truth("bot", engine.isBot(user)), .text("label", label), .truth("new_account", isNew),
    ])
  }

  private func revokeToken(_ id: String, at now: Instant) throws -> JSON {
    guard let number = Digest.firstWord(ofShortID: id),
      let row = try store.tokens(withID: number).first
    else { throw Refusal(.noSuchToken, "There is no token of this id.", field: "id") }
    try perform(.revokeToken(row.digest), at: now)
    return AdminAnswer.done("revoked", [.text("id", row.id), .text("user", engine.name(of: row.user))])
  }
}

// MARK: - Invitations

extension Host {
  private func createInvitation(uses: Int, days: Int, at now: Instant) throws -> JSON {
    let code = credentials.freshSecret(.invitation, store.journalEnd.number)
    let digest = SecretVault.digest(of: code)
    try perform(.makeInvitation(digest, uses: uses, seconds: days * 86_400), at: now)
    let made = engine.goodInvitations(at: now).last { $0.code == digest }
    return .object([.text("invitation", code)] + (made.map { AdminAnswer.invitation($0) } ?? []))
  }

  private func revokeInvitation(_ id: String, at now: Instant) throws -> JSON {
    guard let invitation = engine.goodInvitations(at: now).first(where: { $0.code.shortID == id }) else {
      throw Refusal(.invitationInvalid, "There is no invitation of this id.", field: "id")
    }
    try perform(.revokeInvitation(invitation.code), at: now)
    return AdminAnswer.done("revoked", [.text("id", id)])
  }
}

// MARK: - Bans

extension Host {
  private func ban(_ address: String, seconds: Int?, at now: Instant) throws -> JSON {
    let range = try range(address)
    guard !range.isThisMachine else {
      throw Refusal(.forbidden, "The server's own machine cannot be banned.", field: "address")
    }
    let text = range.description
    try perform(.banAddress(text, peers: peers(in: range), seconds: seconds), at: now)
    let made = engine.currentAddressBans(at: now).last { $0.range == text }
    return AdminAnswer.done("banned", made.map(AdminAnswer.ban) ?? [])
  }

  private func liftBan(of address: String, at now: Instant) throws -> JSON {
    let text = try range(address).description
    guard engine.currentAddressBans(at: now).contains(where: { $0.range == text }) else {
      throw Refusal(
        .badFrame, "There is no ban of \(text); name one as the list of bans has it.", field: "address")
    }
    try perform(.liftBan(text), at: now)
    return AdminAnswer.done("lifted", [.text("address", text)])
  }

  private func range(_ address: String) throws(Refusal) -> AddressRange {
    if let range = AddressRange(address) { return range }
    throw Refusal(
      .badFrame, "An address is such as 192.0.2.7 or 2001:db8::1, a network such as 192.0.2.0/24.",
      field: "address")
  }
}

// MARK: - Lists

extension Host {
  private func userList(_ page: AdminRequest.Page) throws -> JSON {
    let after = try page.after { cursor in if case .user(let user) = cursor { user } else { nil } }
    let rows = try store.accounts(after: after, limit: page.limit + 1)
    return AdminAnswer.list(
      "users", rows, page, { AdminAnswer.user($0, in: engine, complete: false) }, { .user($0.user) })
  }

  private func roomList(_ page: AdminRequest.Page) throws -> JSON {
    let after = try page.after { cursor in if case .room(let room) = cursor { room } else { nil } }
    let rows = try store.madeRooms(after: after, limit: page.limit + 1)
    return AdminAnswer.list(
      "rooms", rows, page, { AdminAnswer.room($0, in: engine, complete: false) }, { .room($0.room) })
  }

  private func tokenList(of name: String?, _ page: AdminRequest.Page) throws -> JSON {
    var user: UserID?
    if let name { user = try engine.user(named: name, field: "user") }
    let after = try page.after { cursor -> (user: UserID, id: UInt64)? in
      if case .token(let user, let id) = cursor { (user, id) } else { nil }
    }
    let rows = try store.tokens(of: user, after: after, limit: page.limit + 1)
    return AdminAnswer.list(
      "tokens", rows, page, { AdminAnswer.token($0, in: engine) },
      { .token($0.user, id: $0.digest.words.0) })
  }

  private func auditList(about name: String?, _ page: AdminRequest.Page) throws -> JSON {
    var user: UserID?
    if let name { user = try engine.user(named: name, field: "user") }
    let before = try page.after { cursor in if case .audit(let number) = cursor { number } else { nil } }
    let rows = try store.audit(about: user, before: before, limit: page.limit + 1)
    return AdminAnswer.list(
      "audit", rows, page, { AdminAnswer.audit($0.entry, in: engine) }, { .audit($0.number) })
  }

  /// The newest first, because these are what an operator is told of.
  private func messageList(of place: Administration.Place, _ page: AdminRequest.Page) throws -> JSON {
    let before = try page.after { cursor in if case .message(let seq) = cursor { seq } else { nil } }
    let history: HistoryPage = before.map { .before($0) } ?? .latest
    let (place, rows) = try messages(at: place, history, limit: page.limit + 1)
    return AdminAnswer.list(
      "messages", rows.reversed(), page, { AdminAnswer.message($0, at: nil, in: engine) },
      { .message(seq: $0.seq) }, beginning: [place.member])
  }

  private func message(
    _ seq: UInt64, at place: Administration.Place
  ) throws -> (Administration.Place, MessageRow) {
    try engine.check(.deleteMessage(place, seq: seq))
    let (place, rows) = try messages(at: place, .after(seq - 1), limit: 1)
    guard let row = rows.first, row.seq == seq else {
      throw StoreError.missing("message", UInt32(clamping: seq))
    }
    return (place, row)
  }

  /// A page of a conversation, ascending, and the conversation with the names as they were first given.
  private func messages(
    at place: Administration.Place, _ page: HistoryPage, limit: Int
  ) throws -> (Administration.Place, [MessageRow]) {
    let query: Query
    let named: Administration.Place
    switch place {
    case .room(let name):
      let room = try engine.room(named: name)
      query = .roomHistory(room, page: page, limit: limit, through: engine.newestSeq(at: .room(room)))
      named = .room(engine.name(of: room))
    case .between(let one, let other):
      let pair = try engine.pair(of: one, and: other)
      query = .privateHistory(
        pair, asker: pair.low, page: page, limit: limit, through: engine.newestSeq(at: .pair(pair)))
      named = .between(engine.name(of: pair.low), engine.name(of: pair.high))
    }
    guard case .messages(let rows, _) = try store.answer(query) else {
      preconditionFailure("a history is answered with messages")
    }
    return (named, rows)
  }
}

extension AdminRequest.Page {
  /// What the cursor says, where it is one of this list.
  fileprivate func after<Place>(_ place: (AdminCursor) -> Place?) throws(Refusal) -> Place? {
    guard let cursor else { return nil }
    guard let place = place(try AdminCursor(cursor)) else { throw AdminCursor.refusal }
    return place
  }
}

extension StoreError {
  /// The engine knows of something that the store does not have.
  fileprivate static func missing(_ what: String, _ number: UInt32) -> StoreError {
    .corrupt(detail: "\(what) \(number) is not stored")
  }
}
