import HTTPTypes
import Wire

/// What the server answers over plain HTTP.
struct Routes: Sendable {
  let gateway: Gateway

  func respond(to request: PlainRequest) async -> PlainResponse {
    let route = request.route
    let answer: PlainResponse
    if request.method == .options {
      answer = options(request)
    } else if !route.methods.isEmpty, !route.methods.contains(request.method) {
      answer = .otherMethods(route.methods.map(\.rawValue))
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
    case .metrics where gateway.door == .people: Self.nothing
    case .metrics:
      PlainResponse(text: await metrics().text, contentType: PrometheusText.contentType)
    case .rooms, .users, .search: await api(request)
    case .hooks: await webhook(request)
    case .openAPI: gateway.openAPI.isEmpty ? Self.nothing : PlainResponse(json: gateway.openAPI)
    case .register, .login, .logout, .password: await account(request, at: route)
    case .webSocket, .other: Self.nothing
    }
  }

  static let nothing = PlainResponse(
    .notFound, code: "not_found",
    message: "There is no such page; see /healthz, /readyz, /metrics, /rooms, /login and /ws.")

  /// Refuses a page of another site, which would ask in the name of its visitor.
  func refusal(ofPageAsking request: PlainRequest) -> PlainResponse? {
    if let origin = request.headers[.origin] {
      guard !gateway.policy.origins.allows(origin, host: request.host) else { return nil }
    } else {
      // Pictures and links have no origin, and the cookie of a log-in from a listed page (`SameSite=None`) goes with them.
      guard request.headers[.secFetchSite]?.ascii == "cross-site" else { return nil }
    }
    return PlainResponse(
      .forbidden, code: "forbidden",
      message: "Pages of this origin may not do this; the operator can allow it with `--origin`.")
  }
}

extension HTTPField.Name {
  /// How a page that asks is related to the server, as browsers tell (Fetch Metadata).
  fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
