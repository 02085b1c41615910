package import Engine
package import Store

/// What goes into the audit log: what inputs led to, and where they came from.
extension Host {
  /// Takes note, before it is run, of where an outcome comes from, and of a credential that was wrong.
  func noteOutcome(_ outcome: Authentication, of request: RequestID, at now: Instant) {
    let subject = inquire { $0.subject(of: request) }
    origin = (subject?.connection, subject?.peer)
    guard case .rejected = outcome, let subject else { return }
    // Guesses that are not even looked at are not worth a row each.
    if subject.isToken, refusesWrongTokens(from: subject.peer, at: now) { return }
    store.write(
      AuditEntry(
        .logInFailed, at: now, user: subject.user, from: subject.peer.flatMap { addresses[$0] },
        detail: subject.isToken ? "token" : "password"))
  }

  /// Writes what the audit log has of a record.
  func audit(_ record: Record, of input: Input) throws(StoreError) {
    switch record {
    case .messageStored, .messageEdited, .messagesRead, .reactionChanged, .roomCreated, .tokenUsed,
      .ownTokensBounded:
      return
    case .userRegistered(let user, name: _, key: _, bot: _, at: _, request: _):
      audit(.accountMade, of: input, user: user)
    case .tokenMade(let user, let token, label: _, at: _, by: _, from: _):
      audit(.tokenMade, of: input, user: user, detail: token.shortID)
    case .tokenRevoked(let token), .ownTokenRevoked(let token):
      audit(.tokenRevoked, of: input, user: try store.holder(ofToken: token)?.user, detail: token.shortID)
    case .ownTokensRevokedByID(let user, let id):
      // Whoever makes up ids is not to fill the log.
      for token in try store.tokens(withID: id) where token.user == user {
        audit(.tokenRevoked, of: input, user: user, detail: token.id)
      }
    case .ownTokensRevoked(let user, except: _): audit(.tokensRevoked, of: input, user: user)
    case .passwordChanged(let user, request: _): audit(.passwordChanged, of: input, user: user)
    case .messageDeleted(.room(let room), let seq):
      audit(.messageDeleted, of: input, room: room, detail: "seq \(seq)")
    case .messageDeleted(.pair(let pair), let seq):
      audit(.messageDeleted, of: input, user: pair.low, detail: "private, seq \(seq)")
    case .userSuspended(let user, let isSuspended):
      audit(isSuspended ? .accountSuspended : .accountUnsuspended, of: input, user: user)
    case .userDeleted(let user): audit(.accountDeleted, of: input, user: user)
    case .userErased(let user, name: _, key: _): audit(.accountErased, of: input, user: user)
    case .roomDeleted(let room): audit(.roomDeleted, of: input, room: room)
    case .roomRuled(let room, let decisions):
      for case .relation(.banned, let user, let value) in decisions {
        audit(value == nil ? .unbanned : .banned, of: input, user: user, room: room)
      }
    }
  }

  /// Writes what the audit log has of an operator's request that leads to no record which says it all.
  func audit(_ administration: Administration) {
    guard !isReadOnly else { return }
    var (user, room): (UserID?, RoomID?) = (nil, nil)
    let detail: String
    switch administration {
    case .makeToken, .revokeToken, .deleteMessage, .deleteUser, .deleteRoom, .eraseUser, .setPassword,
      .suspendUser, .unsuspendUser:
      return
    case .logOutUser(let name): (user, detail) = (engine.userID(of: name), "end sessions")
    case .removeGuests(let name): (room, detail) = (engine.roomID(of: name), "remove guests")
    case .setOwner(let name, let owner):
      (user, room, detail) = (engine.userID(of: owner), engine.roomID(of: name), "set owner")
    case .makeInvitation(let code, uses: _, seconds: _): detail = "make invitation \(code.shortID)"
    case .revokeInvitation(let code): detail = "revoke invitation \(code.shortID)"
    case .banAddress(let range, peers: _, seconds: _): detail = "ban \(range)"
    case .liftBan(let range): detail = "lift ban of \(range)"
    }
    store.write(
      AuditEntry(
        .operatorRequest, at: engine.now, user: user, by: .operator, room: room, from: operatorAddress,
        detail: detail))
  }

  /// Writes that the operator did something that is about no account, room or message.
  package func audit(
    _ kind: AuditEntry.Kind, byOperatorAt address: String?, _ detail: String = "", at now: Instant
  ) {
    guard !isReadOnly else { return }
    store.write(AuditEntry(kind, at: now, by: .operator, from: address, detail: detail))
  }

  private func audit(
    _ kind: AuditEntry.Kind, of input: Input, user: UserID? = nil, room: RoomID? = nil, detail: String = ""
  ) {
    var (actor, address): (AuditEntry.Actor, String?) = (.nobody, nil)
    switch input {
    case .administered, .provisioned: (actor, address) = (.operator, operatorAddress)
    case .command, .authenticated:
      var (connection, peer) = origin
      if case .command(let sender, _, re: _, found: _) = input {
        (connection, peer) = (sender, inquire { $0.peer(on: sender) })
      }
      address = peer.flatMap { addresses[$0] }
      guard let connection else { break }
      if let user = inquire({ $0.user(on: connection) }) { actor = .user(user) }
    case _: break
    }
    store.write(
      AuditEntry(kind, at: engine.now, user: user, by: actor, room: room, from: address, detail: detail))
  }
}
