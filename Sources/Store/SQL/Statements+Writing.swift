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
      try insertUser.run(user, name, key, bot, at, pending.verifier)
      try index(key, of: user, indexUser, indexUserShort)
    case .tokenMade(let user, let token, let label, let at, let maker, from: _):
      try insertToken.run(token, user, at, label, maker == .operator, pending.address)
    case .tokenUsed(let token, let at, from: _): try noteTokenUse.run(token, at, pending.address)
    case .tokenRevoked(let token): try deleteToken.run(token)
    case .ownTokenRevoked(let token): try deleteOwnToken.run(token)
    case .ownTokensRevokedByID(let user, let id):
      try deleteOwnTokensByID.run(user, Digest(id, 0, 0, 0), Digest(id, .max, .max, .max))
    case .ownTokensRevoked(let user, let kept): try deleteOwnTokens.run(user, kept)
    case .ownTokensBounded(let user, let kept, let most): try boundOwnTokens.run(user, kept, most - 1)
    case .passwordChanged(let user, request: _):
      precondition(pending.verifier != nil, "user \(user.number) has a new password without a verifier")
      try changeVerifier.run(user, pending.verifier)
    case .roomCreated(let room, let name, let key, let owner, let at):
      try insertRoom.run(room, name, key.composed, at, owner)
    case .messageStored(let number, let place, let seq, let user, let text, let at, let extras):
      if let extras {
        try self[place].insertWithExtras.run(number, seq, user, at, text, extras, place)
      } else {
        try self[place].insert.run(number, seq, user, at, text, place)
      }
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
      try closeAccount.run(user)
      try deleteTokensOfUser.run(user)
    case .userSuspended(let user, let isSuspended): try suspendAccount.run(user, isSuspended)
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
    try countedTokens.first { Int($0.number(0)) } ?? 0
  }

  /// Writes a block of the journal.
  func write(_ block: JournalBlock, behaviour: Int) throws(StoreError) {
    try insertBlock.run(
      block.after.count, block.before.count + 1, behaviour, block.before.hash, block.after.hash, block.bytes,
      StateFormat.newest.rawValue)
  }
}
