import Engine
import Store
package import Wire

/// The answers to an operator's requests, as JSON.
package enum AdminAnswer {
  /// The refusal in an answer, or nil where the request was carried out: its code and its message for a person.
  package static func refusal(in answer: JSON) -> (code: String, message: String)? {
    guard case .string(let code)? = answer["error"]?["code"],
      case .string(let message)? = answer["error"]?["message"]
    else { return nil }
    return (code, message)
  }

  /// `{"error":{"code":…,"message":…}}`.
  static func refused(_ refusal: Refusal) -> JSON {
    var members = [
      JSON.Member("code", .string(refusal.code.rawValue)), .init("message", .string(refusal.message)),
    ]
    if let field = refusal.field { members.append(.init("field", .string(field))) }
    return .object([.init("error", .object(members))])
  }

  /// `{"deleted":{…}}`.
  static func deleted(_ what: [JSON.Member]) -> JSON { done("deleted", what) }

  /// What was done, and to whom or what.
  static func done(_ word: String, _ what: [JSON.Member]) -> JSON { .object([.init(word, .object(what))]) }

  /// A page of a list: of the rows, one more than the page may have says that there are more.
  static func list<Row>(
    _ name: String, _ rows: [Row], _ page: AdminRequest.Page, _ object: (Row) -> JSON,
    _ cursor: (Row) -> AdminCursor, beginning: [JSON.Member] = []
  ) -> JSON {
    let shown = rows.prefix(page.limit)
    var members = beginning + [JSON.Member(name, .array(shown.map(object)))]
    if rows.count > page.limit, let last = shown.last {
      members.append(.init("cursor", .string(cursor(last).text)))
    }
    return .object(members)
  }

  /// An account; `complete` adds how many sessions it has and where they are.
  static func user(_ row: AccountRow, in engine: Engine, complete: Bool) -> JSON {
    var members = [
      JSON.Member("user", .string(row.name)), .init("bot", .bool(row.bot)),
      .init("online", .bool(engine.isOnline(row.user))), .init("password", .bool(row.hasPassword)),
      .init("tokens", .integer(Int64(row.tokens))), .init("deleted", .bool(row.deleted)),
      .init("at", .string(Timestamp.text(of: row.at))),
    ]
    if engine.isSuspended(row.user) { members.append(.init("suspended", .bool(true))) }
    if complete {
      members.append(.init("sessions", .integer(Int64(engine.sessionCount(of: row.user)))))
      let rooms = engine.rooms(of: row.user).map { JSON.string(engine.name(of: $0)) }
      members.append(.init("rooms", .array(rooms)))
    }
    return .object(members)
  }

  /// A room; `complete` adds who is in it and who owns it.
  static func room(_ row: MadeRoomRow, in engine: Engine, complete: Bool) -> JSON {
    var members = [
      JSON.Member("room", .string(row.name)), .init("online", .integer(Int64(engine.online(in: row.room)))),
      .init("seq", .integer(Int64(clamping: engine.newestSeq(at: .room(row.room))))),
      .init("at", .string(Timestamp.text(of: row.at))),
    ]
    if complete {
      let users = engine.users(in: row.room).map { JSON.string(engine.name(of: $0)) }
      members.append(.init("users", .array(users)))
      if let owner = engine.owner(of: row.room) {
        members.append(.init("owner", .string(engine.name(of: owner))))
      }
    }
    return .object(members)
  }

  /// A message, with its place where it stands alone.
  static func message(_ row: MessageRow, at place: Administration.Place?, in engine: Engine) -> JSON {
    let mentions = (row.extras?.mentions ?? []).map { engine.name(of: $0) }
    var members =
      (place.map { [$0.member] } ?? [])
      + row.members(
        from: engine.name(of: row.from), mentioning: mentions, reactions: row.reactionsTold(by: engine))
    if row.deleted { members.append(.init("deleted", .bool(true))) }
    return .object(members)
  }

  /// An entry of the audit log, with the names that its users and rooms have now.
  static func audit(_ entry: AuditEntry, in engine: Engine) -> JSON {
    var members = [
      JSON.Member("at", .string(Timestamp.text(of: entry.at))), .init("what", .string(entry.kind.rawValue)),
    ]
    if let user = entry.user { members.append(.init("user", .string(engine.name(of: user)))) }
    switch entry.actor {
    case .operator: members.append(.init("by_operator", .bool(true)))
    case .user(let actor): members.append(.init("by", .string(engine.name(of: actor))))
    case .nobody: break
    }
    if let room = entry.room { members.append(.init("room", .string(engine.name(of: room)))) }
    if let address = entry.address { members.append(.init("address", .string(address))) }
    if !entry.detail.isEmpty { members.append(.init("detail", .string(entry.detail))) }
    return .object(members)
  }

  /// An invitation, of which nothing can be told with which anybody registers.
  static func invitation(_ invitation: Invitation) -> [JSON.Member] {
    [
      .init("id", .string(invitation.code.shortID)), .init("uses", .integer(Int64(invitation.uses))),
      .init("at", .string(Timestamp.text(of: invitation.made))),
      .init("expires", .string(Timestamp.text(of: invitation.expires))),
    ]
  }

  /// A ban of addresses.
  static func ban(_ ban: AddressBan) -> [JSON.Member] {
    let until = ban.until.map { JSON.Member("until", .string(Timestamp.text(of: $0))) }
    return [.init("address", .string(ban.range)), .init("at", .string(Timestamp.text(of: ban.made)))]
      + (until.map { [$0] } ?? [])
  }

  /// A token, of which nothing can be told that logs anybody in.
  static func token(_ row: TokenRow, in engine: Engine) -> JSON {
    .object([
      .init("id", .string(row.id)), .init("user", .string(engine.name(of: row.user))),
      .init("bot", .bool(engine.isBot(row.user))), .init("label", .string(row.label)),
      .init("at", .string(Timestamp.text(of: row.at))),
    ])
  }
}
