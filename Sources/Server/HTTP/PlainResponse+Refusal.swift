import Engine
import HTTPTypes

extension PlainResponse {
  /// A refusal of the protocol over HTTP.
  init(_ refusal: Refusal) {
    self.init(
      refusal.code.status, code: refusal.code.rawValue, message: refusal.message, field: refusal.field,
      retryAfterMilliseconds: refusal.retryAfterMilliseconds)
    // RFC 9110, section 15.5.2.
    if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
  }
}

extension ErrorCode {
  /// The status of HTTP that says the most of the code.
  var status: HTTPResponse.Status {
    switch self {
    case .badJSON, .badFrame, .unknownType, .unknownCommand, .tooDeep, .nameInvalid, .cursorInvalid,
      .queryInvalid:
      .badRequest
    case .tooLarge: .contentTooLarge
    case .authRequired, .authFailed: .unauthorized
    case .forbidden, .suspended, .registrationClosed, .invitationInvalid, .notInRoom: .forbidden
    case .noSuchRoom, .noSuchUser, .noSuchMessage, .noSuchToken, .noSuchSession: .notFound
    case .nameTaken, .roomExists, .keyReused, .tooMany: .conflict
    case .rateLimited: .tooManyRequests
    case .unavailable: .serviceUnavailable
    case .internal: .internalServerError
    }
  }
}
