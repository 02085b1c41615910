package import Engine
package import Store

/// What goes into the audit log: what inputs led to, and where they came from.
extension Host {
  /// Takes note, before it is run, of where an outcome comes from, and of a credential that was wrong.
  func noteOutcome(_ outcome: Authentication, of request: RequestID, at now: Instant) {
    let subject = inquire { $0.subject(of: request) }
    origin = subject?.connection
    guard case .rejected = outcome, let subject else { return }
    // Guesses that are not even looked at are not worth a row each.
    if subject.isToken, refusesWrongTokens(from: subject.peer, at: now) { return }
    store.write(
      AuditEntry(
        .logInFailed, at: now, user: subject.user, from: origin.flatMap { addresses[$0] },
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
    case .tokenMade(let user, let token, label: _, at: _, by: _):
      audit(.tokenMade, of: input, user: user, detail: token.shortID)
    case .tokenRevoked(let token), .ownTokenRevoked(let token):
      audit(.tokenRevoked, of: input, user: try store.holder(ofToken: token)?.user, detail: token.shortID)
    case .ownTokensRevoked(let user, except: _): audit(.tokensRevoked, of: input, user: user)
    case .passwordChanged(let user, request: _): audit(.passwordChanged, of: input, user: user)
    case .messageDeleted(.room(let room), let seq):
      audit(.messageDeleted, of: input, room: room, detail: "seq \(seq)")
    case .messageDeleted(.pair(let pair), let seq):
      audit(.messageDeleted, of: input, user: pair.low, detail: "private, seq \(seq)")
    case .userDeleted(let user): audit(.accountDeleted, of: input, user: user)
    case .userErased(let user, name: _, key: _): audit(.accountErased, of: input, user: user)
    case .roomDeleted(let room): audit(.roomDeleted, of: input, room: room)
    case .roomRuled(let room, let decisions):
      for case .relation(.banned, let user, let value) in decisions {
        audit(value == nil ? .unbanned : .banned, of: input, user: user, room: room)
      }
    }
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
      var connection = origin
      if case .command(let sender, _, re: _, found: _) = input { connection = sender }
      guard let connection else { break }
      address = addresses[connection]
      if let user = inquire({ $0.user(on: connection) }) { actor = .user(user) }
    case _: break
    }
    store.write(
      AuditEntry(kind, at: engine.now, user: user, by: actor, room: room, from: address, detail: detail))
  }
}
