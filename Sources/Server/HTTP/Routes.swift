import Engine
import HTTPTypes
import Wire

/// What the server answers over plain HTTP.
struct Routes: Sendable {
  let gateway: Gateway

  func respond(to request: PlainRequest) async -> PlainResponse {
    let answer: PlainResponse
    do throws(PlainResponse) {
      answer = try await self.answer(to: request)
    } catch {
      answer = error
    }
    gateway.metrics.httpRequests.add(for: .init(route: request.route, status: answer.status.code))
    return answer
  }

  private func answer(to request: PlainRequest) async throws(PlainResponse) -> PlainResponse {
    let route = request.route
    // Where operators have a listener of their own, nobody else learns that there are metrics.
    if route == .metrics, gateway.door == .people { throw Self.nothing }
    if request.method == .options { return try options(request) }
    guard route.methods.isEmpty || route.methods.contains(request.method) else {
      throw .otherMethods(route.methods.map(\.rawValue))
    }
    return switch route {
    case .healthz: PlainResponse(text: "ok\n")
    case .readyz: await readiness()
    case .metrics: PlainResponse(text: await metrics().text, contentType: PrometheusText.contentType)
    case .rooms, .users, .search: try await api(request)
    case .hooks: try await webhook(request)
    case .openAPI: gateway.openAPI.isEmpty ? Self.nothing : PlainResponse(json: gateway.openAPI)
    case .register, .login, .logout, .password: try await account(request, at: route)
    case .webSocket, .other: Self.nothing
    }
  }

  static let nothing = PlainResponse(
    .notFound, code: "not_found",
    message: "There is no such page; see /healthz, /readyz, /metrics, /rooms, /login and /ws.")

  /// Refuses a page of another site, which would ask in the name of its visitor.
  func checkOrigin(of request: PlainRequest) throws(PlainResponse) {
    if let origin = request.headers[.origin] {
      guard !gateway.policy.origins.allows(origin, host: request.host) else { return }
    } else {
      // Pictures and links have no origin, and the cookie of a log-in from a listed page (`SameSite=None`) goes with them.
      guard request.headers[.secFetchSite]?.ascii == "cross-site" else { return }
    }
    throw .forbidden("Pages of this origin may not do this; the operator can allow it with `--origin`.")
  }

  /// Counts a request that needs no token among those of its address.
  func countQuery(_ request: PlainRequest) throws(PlainResponse) {
    if let wait = gateway.queries.admit(1, of: request.client.address) { throw .tooMuch(for: wait) }
  }

  /// Asks the engine's thread something that needs no session.
  func ask<Answer: Sendable>(
    _ body: @escaping @Sendable (TurnThread) throws(Refusal) -> Answer
  ) async throws(PlainResponse) -> Answer {
    let answer = await gateway.turns.ask(within: Self.patience) { turns in
      Result { () throws(Refusal) in try body(turns) }
    }
    switch answer {
    case .success(let found)?: return found
    case .failure(let refusal)?: throw PlainResponse(refusal)
    case nil: throw Self.notReady(.busy)
    }
  }
}

extension HTTPField.Name {
  /// How a page that asks is related to the server, as browsers tell (Fetch Metadata).
  fileprivate static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
