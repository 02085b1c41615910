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
  static func deleted(_ what: [JSON.Member]) -> JSON { .object([.init("deleted", .object(what))]) }

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
    if complete {
      members.append(.init("sessions", .integer(Int64(engine.sessionCount(of: row.user)))))
      let rooms = engine.rooms(of: row.user).map { JSON.string(engine.name(of: $0)) }
      members.append(.init("rooms", .array(rooms)))
    }
    return .object(members)
  }

  /// A room; `complete` adds who is in it.
  static func room(_ row: MadeRoomRow, in engine: Engine, complete: Bool) -> JSON {
    var members = [
      JSON.Member("room", .string(row.name)), .init("online", .integer(Int64(engine.online(in: row.room)))),
      .init("seq", .integer(Int64(clamping: engine.newestSeq(at: .room(row.room))))),
      .init("at", .string(Timestamp.text(of: row.at))),
    ]
    if complete {
      let users = engine.users(in: row.room).map { JSON.string(engine.name(of: $0)) }
      members.append(.init("users", .array(users)))
    }
    return .object(members)
  }

  /// A message, with its place where it stands alone.
  static func message(_ row: MessageRow, at place: Administration.Place?, in engine: Engine) -> JSON {
    let mentions = (row.extras?.mentions ?? []).map { engine.name(of: $0) }
    var members =
      (place.map { [$0.member] } ?? [])
      + row.members(from: engine.name(of: row.from), mentioning: mentions)
    if row.deleted { members.append(.init("deleted", .bool(true))) }
    return .object(members)
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
