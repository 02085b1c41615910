import Engine

/// Where a list of an operator goes on: after what was last in it.
///
/// Its text is opaque to operators: a letter for the list, then the numbers of the last one.
enum AdminCursor: Hashable {
  case user(UserID)
  case room(RoomID)
  case message(seq: UInt64)
  case token(UserID, id: UInt64)
  case audit(UInt64)

  /// Reads the cursor that an operator brought back.
  init(_ text: String) throws(Refusal) {
    let numbers = text.dropFirst().split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
    switch (text.first, numbers.count, numbers.first ?? nil, numbers.last ?? nil) {
    case ("u", 1, let number?, _) where number <= UInt32.max: self = .user(UserID(UInt32(number)))
    case ("r", 1, let number?, _) where number <= UInt32.max: self = .room(RoomID(UInt32(number)))
    case ("m", 1, let number?, _): self = .message(seq: number)
    case ("a", 1, let number?, _): self = .audit(number)
    case ("t", 2, let user?, let id?) where user <= UInt32.max:
      self = .token(UserID(UInt32(user)), id: id)
    case _: throw Self.refusal
    }
  }

  /// The cursor as operators carry it.
  var text: String {
    switch self {
    case .user(let user): "u\(user.number)"
    case .room(let room): "r\(room.number)"
    case .message(let seq): "m\(seq)"
    case .audit(let number): "a\(number)"
    case .token(let user, let id): "t\(user.number)-\(id)"
    }
  }

  /// What is said of a cursor of another list, or of none.
  static let refusal = Refusal(.cursorInvalid, "This cursor was not made for this list.", field: "cursor")
}
