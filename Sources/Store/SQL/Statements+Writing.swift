import Engine

/// A record that is not in its table yet.
struct PendingRecord {
  var record: Record
  var verifier: [UInt8]?
  /// The address from which a token was used, where it is known.
  var address: String?
}

extension Statements {
  /// Writes a record to its tables; a message is not indexed yet. `indexed` are the numbers of those that are.
  func write(_ pending: PendingRecord, indexed: Range<UInt64>) throws(StoreError) {
    switch pending.record {
    case .userRegistered(let user, let name, let key, let bot, let at, request: _):
      let key = key.composed
      insertUser.bind(Int64(user.number), at: 1)
      insertUser.bind(name, at: 2)
      insertUser.bind(key, at: 3)
      insertUser.bind(bot ? 1 : 0, at: 4)
      insertUser.bind(at.milliseconds, at: 5)
      insertUser.bind(pending.verifier, at: 6)
      try insertUser.run()
      try index(key, of: user, indexUser, indexUserShort)
    case .tokenMade(let user, let token, let label, let at, let maker, from: _):
      insertToken.bind(token.bytes, at: 1)
      insertToken.bind(Int64(user.number), at: 2)
      insertToken.bind(at.milliseconds, at: 3)
      insertToken.bind(label, at: 4)
      insertToken.bind(maker == .operator ? 1 : 0, at: 5)
      insertToken.bind(optional: pending.address, at: 6)
      try insertToken.run()
    case .tokenUsed(let token, let at, from: _):
      noteTokenUse.bind(token.bytes, at: 1)
      noteTokenUse.bind(at.milliseconds, at: 2)
      noteTokenUse.bind(optional: pending.address, at: 3)
      try noteTokenUse.run()
    case .tokenRevoked(let token):
      deleteToken.bind(token.bytes, at: 1)
      try deleteToken.run()
    case .ownTokenRevoked(let token):
      deleteOwnToken.bind(token.bytes, at: 1)
      try deleteOwnToken.run()
    case .ownTokensRevokedByID(let user, let id):
      deleteOwnTokensByID.bind(Int64(user.number), at: 1)
      deleteOwnTokensByID.bind(Digest(id, 0, 0, 0).bytes, at: 2)
      deleteOwnTokensByID.bind(Digest(id, .max, .max, .max).bytes, at: 3)
      try deleteOwnTokensByID.run()
    case .ownTokensRevoked(let user, let kept):
      deleteOwnTokens.bind(Int64(user.number), at: 1)
      deleteOwnTokens.bind(kept?.bytes, at: 2)
      try deleteOwnTokens.run()
    case .ownTokensBounded(let user, let kept, let most):
      boundOwnTokens.bind(Int64(user.number), at: 1)
      boundOwnTokens.bind(kept.bytes, at: 2)
      boundOwnTokens.bind(Int64(most - 1), at: 3)
      try boundOwnTokens.run()
    case .passwordChanged(let user, request: _):
      precondition(pending.verifier != nil, "user \(user.number) has a new password without a verifier")
      changeVerifier.bind(Int64(user.number), at: 1)
      changeVerifier.bind(pending.verifier, at: 2)
      try changeVerifier.run()
    case .roomCreated(let room, let name, let key, let owner, let at):
      insertRoom.bind(Int64(room.number), at: 1)
      insertRoom.bind(name, at: 2)
      insertRoom.bind(key.composed, at: 3)
      insertRoom.bind(at.milliseconds, at: 4)
      insertRoom.bind(owner, at: 5)
      try insertRoom.run()
    case .messageStored(let number, let place, let seq, let user, let text, let at, let extras):
      let table = self[place]
      let insert = extras == nil ? table.insert : table.insertWithExtras
      insert.bind(Int64(clamping: number), at: 1)
      insert.bind(Int64(clamping: seq), at: 2)
      insert.bind(Int64(user.number), at: 3)
      insert.bind(at.milliseconds, at: 4)
      insert.bind(text, at: 5)
      if let extras { insert.bind(extras, at: 6) }
      insert.bind(place, at: extras == nil ? 6 : 9)
      try insert.run()
      if case .pair(let pair) = place { try conversations.note(number, seq: seq, from: user, in: pair) }
    case .messagesRead(.pair(let pair), let seq, let user, at: _, most: _):
      try conversations.markRead(pair, through: seq, by: user)
    case .messagesRead(.room(let room), let seq, let user, let at, let most):
      try conversations.markRead(room, through: seq, by: user, at: at, most: most)
    case .messageEdited(let place, let seq, let text, let at, let mentions):
      try editMessage(seq, at: place, to: text, mentioning: mentions, on: at, indexed: indexed)
    case .reactionChanged(let place, let seq, let user, let reaction, let adds):
      if adds {
        try reactions.add(reaction, of: user, to: seq, at: place)
      } else {
        try reactions.remove(reaction, of: user, from: seq, at: place)
      }
    case .messageDeleted(let place, let seq):
      try deleteMessage(seq, at: place, indexed: indexed)
    case .userDeleted(let user):
      closeAccount.bind(Int64(user.number), at: 1)
      try closeAccount.run()
      deleteTokensOfUser.bind(Int64(user.number), at: 1)
      try deleteTokensOfUser.run()
    case .userSuspended(let user, let isSuspended):
      suspendAccount.bind(Int64(user.number), at: 1)
      suspendAccount.bind(isSuspended ? 1 : 0, at: 2)
      try suspendAccount.run()
    case .roomDeleted(let room):
      try delete(room)
    case .roomRuled(let room, let decisions):
      for decision in decisions { try write(decision, of: room) }
    case .userErased(let user, let name, let key):
      try rename(user, to: name, key: key)
      try forgetOrigins(of: user)
    }
  }

  /// How many tokens there are.
  func countTokens() throws(StoreError) -> Int {
    defer { countedTokens.reset() }
    return try countedTokens.step() ? Int(countedTokens.number(0)) : 0
  }

  /// Writes a block of the journal.
  func write(_ block: JournalBlock, behaviour: Int) throws(StoreError) {
    insertBlock.bind(Int64(clamping: block.after.count), at: 1)
    insertBlock.bind(Int64(clamping: block.before.count + 1), at: 2)
    insertBlock.bind(Int64(behaviour), at: 3)
    insertBlock.bind(block.before.hash.bytes, at: 4)
    insertBlock.bind(block.after.hash.bytes, at: 5)
    insertBlock.bind(block.bytes, at: 6)
    insertBlock.bind(Int64(StateFormat.newest.rawValue), at: 7)
    try insertBlock.run()
  }
}

extension Record {
  /// The number and the text of a message, or nil where this is none.
  var message: (number: UInt64, text: String)? {
    guard case .messageStored(let number, _, seq: _, from: _, let text, at: _, extras: _) = self else {
      return nil
    }
    return (number, text)
  }
}
