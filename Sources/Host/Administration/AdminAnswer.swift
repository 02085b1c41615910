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
    let members: [JSON.Member] = [.text("code", refusal.code.rawValue), .text("message", refusal.message)]
    return .object([.init("error", .object(members + .optional("field", refusal.field)))])
  }

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
      members.append(.text("cursor", cursor(last).text))
    }
    return .object(members)
  }

  /// An account; `complete` adds how many sessions it has and where they are.
  static func user(_ row: AccountRow, in engine: Engine, complete: Bool) -> JSON {
    var members: [JSON.Member] = [
      .text("user", row.name), .truth("bot", row.bot), .truth("online", engine.isOnline(row.user)),
      .truth("password", row.hasPassword), .number("tokens", row.tokens), .truth("deleted", row.deleted),
      .time("at", row.at),
    ]
    if engine.isSuspended(row.user) { members.append(.truth("suspended", true)) }
    if complete {
      members.append(.number("sessions", engine.sessionCount(of: row.user)))
      let rooms = engine.rooms(of: row.user).map { JSON.string(engine.name(of: $0)) }
      members.append(.init("rooms", .array(rooms)))
    }
    return .object(members)
  }

  /// A room; `complete` adds who is in it and who owns it.
  static func room(_ row: MadeRoomRow, in engine: Engine, complete: Bool) -> JSON {
    var members: [JSON.Member] = [
      .text("room", row.name), .number("online", engine.online(in: row.room)),
      .number("seq", engine.newestSeq(at: .room(row.room))), .time("at", row.at),
    ]
    if complete {
      let users = engine.users(in: row.room).map { JSON.string(engine.name(of: $0)) }
      members.append(.init("users", .array(users)))
      members += .optional("owner", engine.owner(of: row.room).map { engine.name(of: $0) })
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
    if row.deleted { members.append(.truth("deleted", true)) }
    return .object(members)
  }

  /// An entry of the audit log, with the names that its users and rooms have now.
  static func audit(_ entry: AuditEntry, in engine: Engine) -> JSON {
    var members: [JSON.Member] = [.time("at", entry.at), .text("what", entry.kind.rawValue)]
    members += .optional("user", entry.user.map { engine.name(of: $0) })
    switch entry.actor {
    case .operator: members.append(.truth("by_operator", true))
    case .user(let actor): members.append(.text("by", engine.name(of: actor)))
    case .nobody: break
    }
    members += .optional("room", entry.room.map { engine.name(of: $0) })
    members += .optional("address", entry.address)
    if !entry.detail.isEmpty { members.append(.text("detail", entry.detail)) }
    return .object(members)
  }

  /// An invitation, of which nothing can be told with which anybody registers.
  static func invitation(_ invitation: Invitation) -> [JSON.Member] {
    [
      .text("id", invitation.code.shortID), .number("uses", invitation.uses),
      .time("at", invitation.made), .time("expires", invitation.expires),
    ]
  }

  /// A ban of addresses.
  static func ban(_ ban: AddressBan) -> [JSON.Member] {
    [.text("address", ban.range), .time("at", ban.made)] + .optional("until", ban.until)
  }

  /// A token, of which nothing can be told that logs anybody in.
  static func token(_ row: TokenRow, in engine: Engine) -> JSON {
    .object([
      .text("id", row.id), .text("user", engine.name(of: row.user)), .truth("bot", engine.isBot(row.user)),
      .text("label", row.label), .time("at", row.at),
    ])
  }
}
