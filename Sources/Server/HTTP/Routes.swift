import HTTPTypes
import Hummingbird
import Wire

/// What the server answers over plain HTTP.
struct Routes: HTTPResponder {
  let gateway: Gateway
  let housekeeping: Housekeeping
  /// Whether cookies can be kept to encrypted connections.
  let isEncrypted: Bool

  func respond(to request: Request, context: HTTPContext) async throws -> Response {
    let route = Route(path: request.uri.path)
    var answer: PlainResponse
    if !route.methods.isEmpty, !route.methods.contains(request.method) {
      let allowed = route.methods.map(\.rawValue).joined(separator: ", ")
      answer = PlainResponse(
        .methodNotAllowed, code: "method_not_allowed", message: "/\(route.rawValue) understands \(allowed).")
      answer.headers[.allow] = allowed
    } else {
      answer = await self.answer(to: request, at: route, context)
    }
    gateway.metrics.httpRequests.add(for: .init(route: route, status: answer.status.code))
    return request.method == .head ? answer.response.createHeadResponse() : answer.response
  }

  private func answer(to request: Request, at route: Route, _ context: HTTPContext) async
    -> PlainResponse
  {
    switch route {
    case .healthz: PlainResponse(text: "ok\n")
    case .readyz: await readiness()
    case .metrics:
      PlainResponse(text: await metrics().text, contentType: PrometheusText.contentType)
    case .rooms: await rooms(request)
    case .register, .login, .logout, .password: await account(request, at: route, context)
    case .other:
      PlainResponse(
        .notFound, code: "not_found",
        message: "There is nothing here; see /healthz, /readyz, /metrics, /rooms, /login and /ws.")
    case .webSocket: refusal(of: request, from: ClientAddress(context.channel.remoteAddress))
    }
  }

  /// Why a request did not become a WebSocket.
  private func refusal(of request: Request, from address: ClientAddress) -> PlainResponse {
    let verdict = gateway.policy.judge(
      path: request.uri.path[...], query: request.uri.query.map { $0[...] },
      host: request.head.authority, headers: request.headers)
    switch verdict {
    case .refuse(let reason, let status, let code, let message):
      gateway.noteRefusedUpgrade(reason, from: address)
      return .refusedUpgrade(status, code: code, message: message)
    case .accept:
      gateway.noteRefusedUpgrade(.late, from: address)
      return PlainResponse(
        .badRequest, code: "bad_request", message: "An upgrade must be the first request of its connection.")
    }
  }
}
