import Engine
import HTTPTypes
import Host
import Wire

/// What programs ask and say without a connection: each request is one command of the protocol (`HTTPRoute`).
extension Routes {
  func api(_ request: PlainRequest) async throws(PlainResponse) -> PlainResponse {
    try checkOrigin(of: request)
    let method = request.method == .head ? HTTPRequest.Method.get : request.method
    switch HTTPRoute.match(method.rawValue, request.path) {
    case .nothing: throw Self.nothing
    case .otherMethods: throw .otherMethods(methods(at: request))
    case .found(let route, let fields): return try await answer(to: request, as: route, fields)
    }
  }

  private func answer(
    to request: PlainRequest, as route: HTTPRoute, _ fields: [JSON.Member]
  ) async throws(PlainResponse) -> PlainResponse {
    let opening = Opening(
      token: UpgradePolicy.token(of: request), from: request.client.address)
    if opening.token == nil {
      // The list that everybody sees takes no session.
      if route.command.name == CommandDefinition.roomList.name { return try await rooms(request) }
      // A guest's allowance is its session's, and each request is one.
      try countQuery(request)
    }
    let command = try CommandRequest(route, fields, request)
    switch route.success {
    case .reply(let status): return try await reply(to: command, for: opening, as: .command, status)
    case .events: return try await events(request, command, for: opening)
    }
  }

  /// A message of a program that has nothing but the secret address of a webhook, and may send no headers.
  func webhook(_ request: PlainRequest) async throws(PlainResponse) -> PlainResponse {
    // Whoever tries secrets is limited like whoever has no token.
    try countQuery(request)
    let secret = String(request.path.dropFirst("/hooks/".count))
    let room = try await ask { turns throws(Refusal) in try turns.host.room(ofWebhook: secret) }
    let command = try CommandRequest(.chatMessage, [.init("room", .string(room))], request)
    let opening = Opening(token: secret, from: request.client.address)
    return try await reply(to: command, for: opening, as: .webhook, 201)
  }

  private func reply(
    to command: CommandRequest, for opening: Opening, as kind: VisitKind, _ status: Int
  ) async throws(PlainResponse) -> PlainResponse {
    switch await gateway.turns.visit(opening, as: kind, saying: command.frame) {
    case .refused(let refusal): throw PlainResponse(refusal)
    case .done(_, _, let reply): return PlainResponse(HTTPResponse.Status(code: status), json: reply)
    }
  }

  /// The events of a room. What keeps the client out of it is told before they begin, by a status.
  private func events(
    _ request: PlainRequest, _ command: CommandRequest, for opening: Opening
  ) async throws(PlainResponse) -> PlainResponse {
    guard request.method == .get else { throw .otherMethods([HTTPRequest.Method.get.rawValue]) }
    var after: Int64?
    if let value = command.fields.first(where: { $0.name == "after" })?.value {
      guard case .integer(let number) = value, number >= 0 else {
        throw PlainResponse(
          Refusal(
            .badFrame, "`Last-Event-ID`, or `after` in the query, must be an integer from 0.", field: "after")
        )
      }
      after = number
    }
    let room = command.fields.filter { $0.name == "room" }
    // Guests may read, and so hear, where they may not ask who is there.
    switch await gateway.turns.visit(opening, as: .command, saying: Visit.frame(.listCommands, room)) {
    case .refused(let refusal): throw PlainResponse(refusal)
    case .done:
      return PlainResponse(
        EventStream(
          of: room, after: after, for: opening, at: request.client.address,
          heartbeat: gateway.bounds.life.heartbeat))
    }
  }
}
