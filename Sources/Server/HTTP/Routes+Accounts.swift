import Engine
import HTTPTypes
import Host
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Wire

/// Accounts without a WebSocket: what a web page needs to log in.
extension Routes {
  func account(_ request: Request, at route: Route, _ context: HTTPContext) async -> PlainResponse {
    // A page of another site could otherwise log its visitor in or out.
    if let origin = request.headers[.origin],
      !gateway.policy.origins.allows(origin, host: request.head.authority)
    {
      return PlainResponse(
        .forbidden, code: "forbidden",
        message: "Pages of this origin may not do this; the operator can allow it with `--origin`.")
    }
    do throws(AccountForm.Problem) {
      let peer = ClientAddress(context.channel.remoteAddress).peer
      switch route {
      case .register, .login:
        let form: AccountForm
        switch try await self.form(of: request, context) {
        case .form(let read): form = read
        case .answer(let answer): return answer
        }
        var fields: [JSON.Member] = [
          .init("user", try form.text("username")), .init("password", try form.text("password")),
        ]
        if route == .login { fields.append(.init("remember", .bool(true))) }
        return answer(
          await gateway.turns.visit(
            Opening(peer: peer), type: route == .login ? .logIn : .register, fields))
      case .password, .logout:
        guard let token = UpgradePolicy.token(in: request.headers) else {
          return PlainResponse(
            Refusal(.authRequired, "Log in first: there is no cookie and no bearer token."))
        }
        let opening = Opening(token: token, peer: peer)
        guard route == .password else {
          return answer(
            await gateway.turns.visit(opening, type: .logOut, [.init("forget", .bool(true))]), isGone: true)
        }
        switch try await self.form(of: request, context) {
        case .answer(let answer): return answer
        case .form(let form):
          let fields: [JSON.Member] = [
            .init("old_password", try form.text("old_password")),
            .init("password", try form.text("password")),
          ]
          return answer(await gateway.turns.visit(opening, type: .setPassword, fields))
        }
      case .healthz, .readyz, .metrics, .rooms, .webSocket, .other:
        preconditionFailure("\(route) is not about accounts")
      }
    } catch {
      return error.answer
    }
  }

  private func answer(_ outcome: Visit.Outcome, isGone: Bool = false) -> PlainResponse {
    switch outcome {
    case .refused(let refusal):
      var answer = PlainResponse(refusal)
      // A token that is no longer good is worth no cookie.
      if isGone { answer.headers[.setCookie] = SessionCookie.forgotten(encrypted: isEncrypted) }
      return answer
    case .done(let user, let token):
      var answer = PlainResponse(.ok, .object(user.map { [.init("user", .string($0))] } ?? []))
      if isGone {
        answer.headers[.setCookie] = SessionCookie.forgotten(encrypted: isEncrypted)
      } else if let token {
        answer.headers[.setCookie] = SessionCookie.text(token: token, encrypted: isEncrypted)
      }
      return answer
    }
  }

  private enum Reading {
    case form(AccountForm)
    case answer(PlainResponse)
  }

  /// Reads the body, as long as it is short and comes in time.
  private func form(of request: Request, _ context: HTTPContext) async throws(AccountForm.Problem) -> Reading
  {
    let channel = context.channel
    let late = channel.eventLoop.scheduleTask(in: gateway.bounds.body) { Self.answerLate(on: channel) }
    defer { late.cancel() }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: AccountForm.maximumBytes)
    } catch is NIOTooManyBytesError {
      // The rest of the body is not waited for.
      channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
      return .answer(
        PlainResponse(
          .contentTooLarge, code: "too_large",
          message: "The body is longer than \(AccountForm.maximumBytes) bytes."))
    } catch {
      return .answer(.late)
    }
    return .form(
      try AccountForm(Array(body.readableBytesView), contentType: request.headers[.contentType]))
  }

  private static func answerLate(on channel: any Channel) {
    let answer = PlainResponse.late
    var headers = answer.headers
    headers[.contentLength] = "\(answer.body.count)"
    headers[.connection] = "close"
    channel.write(
      HTTPResponsePart.head(HTTPResponse(status: answer.status, headerFields: headers)), promise: nil)
    channel.write(HTTPResponsePart.body(ByteBuffer(bytes: answer.body)), promise: nil)
    channel.writeAndFlush(HTTPResponsePart.end(nil)).whenComplete { _ in channel.close(promise: nil) }
  }
}
