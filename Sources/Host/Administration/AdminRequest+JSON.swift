package import Engine
package import Wire

extension AdminRequest {
  /// Reads a request from a JSON object: `{"do":"list_users","limit":10}`. Fields that it does not know are ignored.
  ///
  /// Errors: `bad_frame` names the field that is missing or wrong, and `unknown_type` a `do` that there is not.
  package init(_ json: JSON) throws(Refusal) {
    let fields = try Fields(json)
    let word = try fields.text("do")
    guard let kind = Kind(rawValue: word) else {
      let suggestion = Suggestion.closest(to: word, among: Kind.allCases.map(\.rawValue))
      let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? "."
      throw Refusal(.unknownType, "No request has this name\(hint)", field: "do")
    }
    switch kind {
    case .listUsers: self = .listUsers(try fields.page())
    case .showUser: self = .showUser(try fields.text("user"))
    case .deleteUser: self = .deleteUser(try fields.text("user"))
    case .eraseUser: self = .eraseUser(try fields.text("user"))
    case .setPassword:
      self = .setPassword(user: try fields.text("user"), password: try fields.text("password"))
    case .suspendUser: self = .suspendUser(try fields.text("user"))
    case .unsuspendUser: self = .unsuspendUser(try fields.text("user"))
    case .logOutUser: self = .logOutUser(try fields.text("user"))
    case .listRooms: self = .listRooms(try fields.page())
    case .showRoom: self = .showRoom(try fields.text("room"))
    case .deleteRoom: self = .deleteRoom(try fields.text("room"))
    case .removeGuests: self = .removeGuests(try fields.text("room"))
    case .setOwner: self = .setOwner(room: try fields.text("room"), user: try fields.text("user"))
    case .listMessages: self = .listMessages(try fields.place(), try fields.page())
    case .showMessage: self = .showMessage(try fields.place(), seq: try fields.seq())
    case .deleteMessage: self = .deleteMessage(try fields.place(), seq: try fields.seq())
    case .createToken:
      self = .createToken(
        user: try fields.text("user"), bot: try fields.optionalTruth("bot") ?? false,
        label: try fields.optionalText("label") ?? "")
    case .listTokens: self = .listTokens(user: try fields.optionalText("user"), try fields.page())
    case .revokeToken: self = .revokeToken(id: try fields.text("id"))
    case .listAudit: self = .listAudit(user: try fields.optionalText("user"), try fields.page())
    case .createInvitation:
      self = .createInvitation(
        uses: try fields.optionalInteger("uses", in: Invitation.uses) ?? 1,
        days: try fields.optionalInteger("days", in: 1...Invitation.seconds.upperBound / 86_400) ?? 7)
    case .listInvitations: self = .listInvitations
    case .revokeInvitation: self = .revokeInvitation(id: try fields.text("id"))
    case .banAddress:
      self = .banAddress(
        try fields.text("address"), seconds: try fields.optionalInteger("seconds", in: AddressBan.seconds))
    case .listBans: self = .listBans
    case .liftBan: self = .liftBan(try fields.text("address"))
    }
  }

  /// The request as the JSON object that it can be read from.
  package var json: JSON { .object([.text("do", kind.rawValue)] + written.fields) }

  /// The word for it in JSON.
  package var kind: Kind { written.kind }

  private var written: (kind: Kind, fields: [JSON.Member]) {
    switch self {
    case .listUsers(let page): (.listUsers, page.members)
    case .showUser(let user): (.showUser, [.text("user", user)])
    case .deleteUser(let user): (.deleteUser, [.text("user", user)])
    case .eraseUser(let user): (.eraseUser, [.text("user", user)])
    case .setPassword(let user, let password):
      (.setPassword, [.text("user", user), .text("password", password)])
    case .suspendUser(let user): (.suspendUser, [.text("user", user)])
    case .unsuspendUser(let user): (.unsuspendUser, [.text("user", user)])
    case .logOutUser(let user): (.logOutUser, [.text("user", user)])
    case .listRooms(let page): (.listRooms, page.members)
    case .showRoom(let room): (.showRoom, [.text("room", room)])
    case .deleteRoom(let room): (.deleteRoom, [.text("room", room)])
    case .removeGuests(let room): (.removeGuests, [.text("room", room)])
    case .setOwner(let room, let user): (.setOwner, [.text("room", room), .text("user", user)])
    case .listMessages(let place, let page): (.listMessages, [place.member] + page.members)
    case .showMessage(let place, let seq): (.showMessage, [place.member, .number("seq", seq)])
    case .deleteMessage(let place, let seq): (.deleteMessage, [place.member, .number("seq", seq)])
    case .createToken(let user, let bot, let label):
      (.createToken, [.text("user", user), .truth("bot", bot), .text("label", label)])
    case .listTokens(let user, let page): (.listTokens, .optional("user", user) + page.members)
    case .revokeToken(let id): (.revokeToken, [.text("id", id)])
    case .listAudit(let user, let page): (.listAudit, .optional("user", user) + page.members)
    case .createInvitation(let uses, let days):
      (.createInvitation, [.number("uses", uses), .number("days", days)])
    case .listInvitations: (.listInvitations, [])
    case .revokeInvitation(let id): (.revokeInvitation, [.text("id", id)])
    case .banAddress(let address, let seconds):
      (.banAddress, [.text("address", address)] + .optional("seconds", seconds))
    case .listBans: (.listBans, [])
    case .liftBan(let address): (.liftBan, [.text("address", address)])
    }
  }
}

extension AdminRequest.Page {
  fileprivate var members: [JSON.Member] { [.number("limit", limit)] + .optional("cursor", cursor) }
}

extension Administration.Place {
  /// The place as it stands in requests and answers.
  var member: JSON.Member {
    switch self {
    case .room(let room): .text("room", room)
    case .between(let one, let other): .init("between", .array([.string(one), .string(other)]))
    }
  }
}

/// The fields of a request, which refuse what is missing or of another kind.
private struct Fields {
  private let json: JSON

  init(_ json: JSON) throws(Refusal) {
    guard case .object = json else { throw Refusal(.badFrame, "A request is a JSON object.") }
    self.json = json
  }

  func text(_ name: String) throws(Refusal) -> String {
    guard let text = try optionalText(name) else { throw wrong(name, "a string") }
    return text
  }

  func optionalText(_ name: String) throws(Refusal) -> String? {
    try optional(name, "a string") { if case .string(let text) = $0 { text } else { nil } }
  }

  func optionalTruth(_ name: String) throws(Refusal) -> Bool? {
    try optional(name, "true or false") { if case .bool(let truth) = $0 { truth } else { nil } }
  }

  func optionalInteger(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
    try optional(name, "an integer from \(range.lowerBound) to \(range.upperBound)") { value in
      if case .integer(let number) = value, range.contains(Int(clamping: number)) { Int(number) } else { nil }
    }
  }

  private func optional<Value>(
    _ name: String, _ expected: String, _ value: (JSON) -> Value?
  ) throws(Refusal) -> Value? {
    guard let member = json[name], member != .null else { return nil }
    guard let value = value(member) else { throw wrong(name, expected) }
    return value
  }

  func seq() throws(Refusal) -> UInt64 {
    guard case .integer(let seq)? = json["seq"], seq >= 1 else { throw wrong("seq", "an integer from 1") }
    return UInt64(seq)
  }

  func page() throws(Refusal) -> AdminRequest.Page {
    let cursor = try optionalText("cursor")
    let limit = try optionalInteger("limit", in: 1...AdminRequest.Page.largestLimit)
    return AdminRequest.Page(limit: limit ?? AdminRequest.Page.usualLimit, cursor: cursor)
  }

  func place() throws(Refusal) -> Administration.Place {
    switch (try optionalText("room"), json["between"]) {
    case (let room?, nil): return .room(room)
    case (nil, .array(let names)?):
      guard names.count == 2, case .string(let one) = names[0], case .string(let other) = names[1] else {
        throw wrong("between", "a list of two names")
      }
      return .between(one, other)
    case (nil, nil): throw wrong("room", "a string, or `between` a list of two names")
    case (_?, _?): throw Refusal(.badFrame, "Give `room` or `between`, not both.", field: "between")
    case (nil, _?): throw wrong("between", "a list of two names")
    }
  }

  private func wrong(_ name: String, _ expected: String) -> Refusal {
    Refusal(.badFrame, "The field `\(name)` must be \(expected).", field: name)
  }
}
