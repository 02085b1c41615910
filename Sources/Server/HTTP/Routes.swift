import HTTPTypes
import Wire

/// What the server answers over plain HTTP.
struct Routes: Sendable {
  let gateway: Gateway

  func respond(to request: PlainRequest) async -> PlainResponse {
    let route = request.route
    var answer: PlainResponse
    if !route.methods.isEmpty, !route.methods.contains(request.method) {
      let allowed = route.methods.map(\.rawValue).joined(separator: ", ")
      answer = PlainResponse(
        .methodNotAllowed, code: "method_not_allowed", message: "/\(route.rawValue) understands \(allowed).")
      answer.headers[.allow] = allowed
    } else {
      answer = await self.answer(to: request, at: route)
    }
    gateway.metrics.httpRequests.add(for: .init(route: route, status: answer.status.code))
    return answer
  }

  private func answer(to request: PlainRequest, at route: Route) async -> PlainResponse {
    switch route {
    case .healthz: PlainResponse(text: "ok\n")
    case .readyz: await readiness()
    case .metrics:
      PlainResponse(text: await metrics().text, contentType: PrometheusText.contentType)
    case .rooms: await rooms(request)
    case .register, .login, .logout, .password: await account(request, at: route)
    case .webSocket, .other:
      PlainResponse(
        .notFound, code: "not_found",
        message: "There is no such page; see /healthz, /readyz, /metrics, /rooms, /login and /ws.")
    }
  }
}
