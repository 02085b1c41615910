/// Why a command was refused: the closed set of codes that an `error` event can carry.
///
/// Each code is defined once, here, with its meaning and whether a retry can help; the documents are made from it.
public enum ErrorCode: String, CaseIterable, Sendable {
  case badJSON = "bad_json"
  case badFrame = "bad_frame"
  case unknownType = "unknown_type"
  case unknownCommand = "unknown_command"
  case tooLarge = "too_large"
  case tooDeep = "too_deep"
  case authRequired = "auth_required"
  case authFailed = "auth_failed"
  case suspended
  case registrationClosed = "registration_closed"
  case invitationInvalid = "invitation_invalid"
  case forbidden = "forbidden"
  case nameInvalid = "name_invalid"
  case nameTaken = "name_taken"
  case noSuchRoom = "no_such_room"
  case noSuchUser = "no_such_user"
  case noSuchMessage = "no_such_message"
  case noSuchToken = "no_such_token"
  case noSuchSession = "no_such_session"
  case roomExists = "room_exists"
  case notInRoom = "not_in_room"
  case rateLimited = "rate_limited"
  case keyReused = "key_reused"
  case cursorInvalid = "cursor_invalid"
  case queryInvalid = "query_invalid"
  case tooMany = "too_many"
  case unavailable = "unavailable"
  case `internal` = "internal"

  /// What the code says, in one sentence.
  public var meaning: String {
    switch self {
    case .badJSON: "The frame is not one JSON text (RFC 8259) in UTF-8."
    case .badFrame: "The frame is JSON, but not a command: a field is missing or has the wrong type."
    case .unknownType: "No command has this type."
    case .unknownCommand: "A line begins with a slash and a word that is not a command."
    case .tooLarge: "The frame, or a text in it, is longer than the limit."
    case .tooDeep: "Arrays and objects nest deeper than the limit."
    case .authRequired: "This needs a log-in, and the session is a guest's."
    case .authFailed: "The name and password, or the token, are not right."
    case .registrationClosed: "Nobody can register on this server; its operator makes the accounts."
    case .invitationInvalid: "Registering takes an invitation, and there is none, or it is not good any more."
    case .suspended: "An operator has suspended the account; only an operator can let its user log in again."
    case .forbidden: "The session may not do this, or not now."
    case .nameInvalid: "The name is empty, too long, or has a forbidden character."
    case .nameTaken: "The name, or one that differs only by case or normalisation, is in use."
    case .noSuchRoom: "There is no room of this name."
    case .noSuchUser: "There is no user of this name."
    case .noSuchMessage: "There is no message with this seq."
    case .noSuchToken: "There is no token of this id."
    case .noSuchSession: "The user has no session of this id."
    case .roomExists: "A room of this name already exists."
    case .notInRoom: "The session is not in this room."
    case .rateLimited: "Too many commands in too short a time; `retry_after_ms` says how long to wait."
    case .keyReused: "The idempotency key was used before with other content."
    case .cursorInvalid: "The cursor is not of this query, or its message may not be read any more."
    case .queryInvalid: "The search query has nothing to search for, or matches too much."
    case .tooMany: "A limit is reached, such as the rooms of a session or the rooms that a user owns."
    case .unavailable: "The server cannot do this now; the command was not carried out."
    case .internal: "The server failed; it is not known whether the command was carried out."
    }
  }

  /// Whether the same command, sent again later, can succeed without anything else being changed by the sender.
  public var retryCanHelp: Bool {
    switch self {
    case .rateLimited, .unavailable, .internal: true
    case .badJSON, .badFrame, .unknownType, .unknownCommand, .tooLarge, .tooDeep, .authRequired, .authFailed,
      .suspended, .registrationClosed, .invitationInvalid, .forbidden, .nameInvalid, .nameTaken, .noSuchRoom,
      .noSuchUser, .noSuchMessage,
      .noSuchToken,
      .noSuchSession,
      .roomExists, .notInRoom, .keyReused,
      .cursorInvalid, .queryInvalid, .tooMany:
      false
    }
  }
}

/// A command's refusal: the code, a sentence for a person, and what helps to mend it.
public struct Refusal: Error, Hashable, Sendable {
  /// Why, for a program.
  public var code: ErrorCode
  /// Why, for a person; it never repeats a secret.
  public var message: String
  /// The field of the frame that is at fault, where there is one.
  public var field: String?
  /// How long to wait before a retry can succeed, in milliseconds, where waiting helps.
  public var retryAfterMilliseconds: Int64?

  /// A refusal with its code and reason.
  public init(
    _ code: ErrorCode, _ message: String, field: String? = nil, retryAfterMilliseconds: Int64? = nil
  ) {
    self.code = code
    self.message = message
    self.field = field
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }
}
