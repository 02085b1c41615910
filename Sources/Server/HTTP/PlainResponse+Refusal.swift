import Engine
import HTTPTypes

extension PlainResponse {
  /// A refusal of the protocol over HTTP.
  init(_ refusal: Refusal) {
    self.init(
      refusal.code.status, code: refusal.code.rawValue, message: refusal.message,
      retryAfterMilliseconds: refusal.retryAfterMilliseconds)
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
    case .forbidden, .notInRoom: .forbidden
    case .noSuchRoom, .noSuchUser, .noSuchMessage, .noSuchToken: .notFound
    case .nameTaken, .roomExists, .keyReused, .tooMany: .conflict
    case .rateLimited: .tooManyRequests
    case .unavailable: .serviceUnavailable
    case .internal: .internalServerError
    }
  }
}
