import HTTPTypes
import Hummingbird
import Wire

/// What the server answers over plain HTTP.
struct Routes: Sendable {
  let gateway: Gateway

  func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.get("/healthz") { _, _ in "ok\n" }
    router.get("/ws") { request, _ in refusal(of: request) }
    return router
  }

  /// Why a request did not become a WebSocket.
  private func refusal(of request: Request) -> Response {
    let verdict = gateway.policy.judge(
      path: request.uri.path[...], query: request.uri.query.map { $0[...] },
      host: request.head.authority, headers: request.headers)
    switch verdict {
    case .refuse(let status, let code, let message):
      var response = JSONResponse(status, code: code, message: message).response
      if status == .upgradeRequired {
        response.headers[.upgrade] = "websocket"
        response.headers[.secWebSocketVersion] = "13"
      }
      return response
    case .accept:
      return JSONResponse(
        .badRequest, code: "bad_request", message: "An upgrade must be the first request of its connection."
      ).response
    }
  }
}

/// An error over HTTP: the codes of the protocol with a fitting status.
struct JSONResponse {
  let response: Response

  init(_ status: HTTPResponse.Status, code: String, message: String) {
    let body = JSON.object([.init("code", .string(code)), .init("message", .string(message))])
    response = Response(
      status: status, headers: [.contentType: "application/json"],
      body: .init(byteBuffer: ByteBuffer(bytes: JSONWriter().write(body))))
  }
}
