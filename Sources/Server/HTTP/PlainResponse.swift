import HTTPTypes
import NIOCore
import Wire

/// An answer over HTTP before it is known who writes it: a status, headers and a body. It is thrown where a request is not carried out.
struct PlainResponse: Error {
  var status: HTTPResponse.Status
  var headers: HTTPFields
  var body: [UInt8]
  /// What comes in place of a body, where that has no end.
  var stream: EventStream?

  /// An answer in JSON.
  init(_ status: HTTPResponse.Status, _ json: JSON) { self.init(status, json: json.bytes) }

  /// A refusal: the codes of the protocol with a fitting status.
  init(
    _ status: HTTPResponse.Status, code: String, message: String, field: String? = nil,
    retryAfterMilliseconds: Int64? = nil
  ) {
    var members = [JSON.Member("code", .string(code)), .init("message", .string(message))]
    if let field { members.append(.init("field", .string(field))) }
    if let retryAfterMilliseconds {
      members.append(.init("retry_after_ms", .integer(retryAfterMilliseconds)))
    }
    self.init(status, .object(members))
    if let retryAfterMilliseconds { headers[.retryAfter] = "\((retryAfterMilliseconds + 999) / 1000)" }
  }

  /// A request is not as HTTP has it, or not as it is understood here.
  static func badRequest(_ message: String, _ status: HTTPResponse.Status = .badRequest) -> PlainResponse {
    PlainResponse(status, code: "bad_request", message: message)
  }

  /// An answer that is JSON already.
  init(_ status: HTTPResponse.Status = .ok, json: [UInt8]) {
    self.status = status
    headers = [.contentType: "application/json", .cacheControl: "no-store"]
    body = json + Array("\n".utf8)
  }

  /// An answer in plain text.
  init(_ status: HTTPResponse.Status = .ok, text: String, contentType: String = "text/plain; charset=utf-8") {
    self.status = status
    headers = [.contentType: contentType]
    body = Array(text.utf8)
  }

  /// An answer that goes on until one of the two sides ends it.
  init(_ stream: EventStream) {
    self.init(text: "", contentType: "text/event-stream")
    self.stream = stream
    headers[.cacheControl] = "no-store"
    // A proxy that collects what it passes on would hold events back.
    if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
  }

  /// Whoever asks may not do it.
  static func forbidden(_ message: String) -> PlainResponse {
    PlainResponse(.forbidden, code: "forbidden", message: message)
  }

  /// A request would have to become a WebSocket.
  static func upgradeRequired(_ message: String) -> PlainResponse {
    var answer = PlainResponse(.upgradeRequired, code: "upgrade_required", message: message)
    answer.headers[.upgrade] = "websocket"
    answer.headers[.secWebSocketVersion] = "13"
    return answer
  }

  /// A path understands these methods only.
  static func otherMethods(_ methods: [String], _ message: String? = nil) -> PlainResponse {
    let allowed = methods.joined(separator: ", ")
    var answer = PlainResponse(
      .methodNotAllowed, code: "method_not_allowed", message: message ?? "This path understands \(allowed).")
    answer.headers[.allow] = allowed
    return answer
  }

  /// Too much came from an address; `wait` is how long it has to wait.
  static func tooMuch(for wait: TimeAmount) -> PlainResponse {
    PlainResponse(
      .tooManyRequests, code: "rate_limited", message: "Too much comes from your address; try again later.",
      retryAfterMilliseconds: wait.nanoseconds / 1_000_000 + 1)
  }

  /// An operator has banned the address.
  static let banned = forbidden("This address may not connect; ask the server's operator.")

  /// There are as many sockets as there may be.
  static func tooMany(_ reason: Doorkeeper.Reason) -> PlainResponse {
    switch reason {
    case .server:
      PlainResponse(
        .serviceUnavailable, code: "unavailable",
        message: "The server has as many connections as it may have; try again later.",
        retryAfterMilliseconds: 5000)
    case .address:
      PlainResponse(
        .tooManyRequests, code: "too_many",
        message: "There are as many connections from your address as are allowed; close one first.")
    }
  }
}
