package import Engine
import GRDB

/// The audit log: a table of its own, which is no part of the journal, and whose entries expire.
extension Store {
  private static let auditPortion = 1000

  /// Remembers an entry; it lasts with the turn.
  package func write(_ entry: AuditEntry) { pendingAudit.append(entry) }

  /// Entries about a user, or all, the newest first, those before a number, at most so many.
  package func audit(
    about user: UserID? = nil, before: UInt64? = nil, limit: Int
  ) throws(StoreError) -> [AuditRow] {
    try reading { () throws(StoreError) in
      try connection.seldom { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT id, at, kind, user, actor, by_operator, room, address, detail FROM audit
            WHERE (?1 IS NULL OR user = ?1 OR actor = ?1) AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3
            """,
          arguments: [user.map { Int64($0.number) }, before.map { Int64(clamping: $0) }, limit]
        ).compactMap { Self.auditRow($0) }
      }
    }
  }

  private static func auditRow(_ row: Row) -> AuditRow? {
    guard let kind = AuditEntry.Kind(rawValue: row[2]) else { return nil }
    let (user, actor): (UInt32?, UInt32?) = (row[3], row[4])
    let (isOperators, room, address): (Bool, UInt32, String) = (row[5], row[6], row[7])
    let entry = AuditEntry(
      kind, at: Instant(milliseconds: row[1]), user: user.map { UserID($0) },
      by: isOperators ? .operator : actor.map { AuditEntry.Actor.user(UserID($0)) } ?? .nobody,
      room: room == 0 ? nil : RoomID(room), from: address.isEmpty ? nil : address, detail: row[8])
    return AuditRow(number: row[0], entry: entry)
  }

  /// Writes the remembered entries into the open transaction.
  func flushAudit() throws(StoreError) {
    for entry in pendingAudit { try statements.write(entry) }
    pendingAudit.removeAll(keepingCapacity: true)
  }

  /// Deletes some entries that are too old; returns whether there were any.
  func expireAudit(at now: Instant) throws(StoreError) -> Bool {
    try statements.expireAudit.run(now.advanced(byMilliseconds: -auditMilliseconds), Self.auditPortion)
    return connection.changes > 0
  }
}

extension Statements {
  fileprivate func write(_ entry: AuditEntry) throws(StoreError) {
    var actor: UserID?
    if case .user(let user) = entry.actor { actor = user }
    try insertAudit.run(
      entry.at, entry.kind.rawValue, entry.user, actor, entry.actor == .operator, entry.room ?? RoomID(0),
      entry.address ?? "", entry.detail)
  }

  /// Takes away where an erased user came from.
  func forgetOrigins(of user: UserID) throws(StoreError) {
    try forgetAddresses.run(user)
  }
}
