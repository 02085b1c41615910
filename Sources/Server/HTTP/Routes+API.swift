import Engine
import HTTPTypes
import Host
import Wire

/// What programs ask and say without a connection: each request is one command of the protocol (`HTTPRoute`).
extension Routes {
  func api(_ request: PlainRequest) async -> PlainResponse {
    if let refusal = refusal(ofPageAsking: request) { return refusal }
    let method = request.method == .head ? HTTPRequest.Method.get : request.method
    switch HTTPRoute.match(method.rawValue, request.path) {
    case .nothing: return Self.nothing
    case .otherMethods(let methods):
      return .otherMethods(methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : []))
    case .found(let route, let fields): return await answer(to: request, as: route, fields)
    }
  }

  private func answer(
    to request: PlainRequest, as route: HTTPRoute, _ fields: [JSON.Member]
  ) async -> PlainResponse {
    let opening = Opening(
      token: UpgradePolicy.token(of: request), from: request.client.address)
    if opening.token == nil {
      // The list that everybody sees takes no session.
      if route.command.name == CommandDefinition.roomList.name { return await rooms(request) }
      // A guest's allowance is its session's, and each request is one.
      if let wait = gateway.queries.admit(1, of: request.client.address) { return .tooMuch(for: wait) }
    }
    let command: CommandRequest
    do throws(CommandRequest.Problem) {
      command = try CommandRequest(route, fields, request)
    } catch {
      return error.answer
    }
    switch route.success {
    case .reply(let status): return await reply(to: command, for: opening, as: .command, status)
    case .events: return await events(request, command, for: opening)
    }
  }

  /// A message of a program that has nothing but the secret address of a webhook, and may send no headers.
  func webhook(_ request: PlainRequest) async -> PlainResponse {
    // Whoever tries secrets is limited like whoever has no token.
    if let wait = gateway.queries.admit(1, of: request.client.address) { return .tooMuch(for: wait) }
    let secret = String(request.path.dropFirst("/hooks/".count))
    let found = await gateway.turns.ask(within: Self.patience) { turns in
      Result { () throws(Refusal) in try turns.host.room(ofWebhook: secret) }
    }
    let room: String
    switch found {
    case nil: return Self.notReady(.busy)
    case .failure(let refusal): return PlainResponse(refusal)
    case .success(let name): room = name
    }
    let command: CommandRequest
    do throws(CommandRequest.Problem) {
      command = try CommandRequest(.chatMessage, [.init("room", .string(room))], request)
    } catch {
      return error.answer
    }
    let opening = Opening(token: secret, from: request.client.address)
    return await reply(to: command, for: opening, as: .webhook, 201)
  }

  private func reply(
    to command: CommandRequest, for opening: Opening, as kind: VisitKind, _ status: Int
  ) async -> PlainResponse {
    switch await gateway.turns.visit(opening, as: kind, saying: command.frame) {
    case .refused(let refusal): PlainResponse(refusal)
    case .done(_, _, let reply): PlainResponse(HTTPResponse.Status(code: status), json: reply)
    }
  }

  /// The events of a room. What keeps the client out of it is told before they begin, by a status.
  private func events(
    _ request: PlainRequest, _ command: CommandRequest, for opening: Opening
  ) async -> PlainResponse {
    guard request.method == .get else { return .otherMethods([HTTPRequest.Method.get.rawValue]) }
    var after: Int64?
    if let value = command.fields.first(where: { $0.name == "after" })?.value {
      guard case .integer(let number) = value, number >= 0 else {
        return PlainResponse(
          Refusal(
            .badFrame, "`Last-Event-ID`, or `after` in the query, must be an integer from 0.", field: "after")
        )
      }
      after = number
    }
    let room = command.fields.filter { $0.name == "room" }
    // Guests may read, and so hear, where they may not ask who is there.
    switch await gateway.turns.visit(opening, as: .command, saying: Visit.frame(.listCommands, room)) {
    case .refused(let refusal): return PlainResponse(refusal)
    case .done:
      return PlainResponse(
        EventStream(
          of: room, after: after, for: opening, at: request.client.address,
          heartbeat: gateway.bounds.life.heartbeat))
    }
  }
}
