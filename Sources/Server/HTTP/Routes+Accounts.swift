import Engine
import HTTPTypes
import Host
import Wire

/// Accounts without a WebSocket: what a web page needs to log in.
extension Routes {
  func account(_ request: PlainRequest, at route: Route) async throws(PlainResponse) -> PlainResponse {
    try checkOrigin(of: request)
    let address = request.client.address
    switch route {
    case .register, .login:
      let form = try AccountForm(request)
      var fields: [JSON.Member] = [
        .init("user", try form.text("username")), .init("password", try form.text("password")),
      ]
      fields += route == .login ? [JSON.Member("remember", .bool(true))] : form.optional("invitation")
      return answer(
        await gateway.turns.visit(
          Opening(token: nil, from: address), route == .login ? .logIn : .register, fields), to: request)
    case .password, .logout:
      guard let token = UpgradePolicy.token(of: request) else {
        throw PlainResponse(Refusal(.authRequired, "Log in first: there is no cookie and no bearer token."))
      }
      let opening = Opening(token: token, from: address)
      guard route == .password else {
        return answer(
          await gateway.turns.visit(opening, .logOut, [.init("forget", .bool(true))]), to: request,
          isGone: true)
      }
      let form = try AccountForm(request)
      let fields: [JSON.Member] = [
        .init("old_password", try form.text("old_password")),
        .init("password", try form.text("password")),
      ]
      return answer(await gateway.turns.visit(opening, .setPassword, fields), to: request)
    case .healthz, .readyz, .metrics, .rooms, .users, .search, .hooks, .openAPI, .webSocket, .other:
      preconditionFailure("\(route) is not about accounts")
    }
  }

  private func answer(
    _ outcome: Visit.Outcome, to request: PlainRequest, isGone: Bool = false
  ) -> PlainResponse {
    let cookie = cookie(of: request)
    switch outcome {
    case .refused(var refusal):
      // The fields of forms have names of their own.
      refusal.field = nil
      var answer = PlainResponse(refusal)
      // A token that is no longer good is worth no cookie.
      if isGone { answer.headers[.setCookie] = cookie.forgotten }
      return answer
    case .done(let user, let token, _):
      var answer = PlainResponse(.ok, .object(user.map { [.init("user", .string($0))] } ?? []))
      if isGone {
        answer.headers[.setCookie] = cookie.forgotten
      } else if let token {
        answer.headers[.setCookie] = cookie.text(token: token)
      }
      return answer
    }
  }

  /// The cookie for whoever asks. A page that came encrypted from the server's own host shows that a proxy ends the encryption, even
  /// where the proxy does not say it.
  private func cookie(of request: PlainRequest) -> SessionCookie {
    var cookie = SessionCookie(isEncrypted: request.client.isEncrypted, isCrossSite: false)
    guard let origin = request.headers[.origin] else { return cookie }
    switch gateway.policy.origins.standing(of: origin, host: request.host) {
    case .own(let origin): cookie.isEncrypted = cookie.isEncrypted || origin.scheme == .https
    case .listed: cookie.isCrossSite = true
    case .anybody, .foreign: break
    }
    return cookie
  }
}
