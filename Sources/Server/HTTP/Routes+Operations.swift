import Engine
import HTTPTypes
import Host
import NIOCore
import Store
import Wire

/// What operators and their programs ask.
extension Routes {
  /// How long the engine's thread is waited for.
  static let patience = TimeAmount.seconds(2)

  /// Whether the server can do its work. Asking waits for a turn of the engine's thread, so that a thread that hangs is found out.
  func readiness() async -> PlainResponse {
    if case .notReady(let reason) = gateway.readiness.state { return Self.notReady(reason) }
    let answered = await gateway.turns.ask(within: Self.patience) { _ in true }
    switch gateway.readiness.state {
    case .notReady(let reason): return Self.notReady(reason)
    case .ready where answered == nil: return Self.notReady(.busy)
    case .ready: return PlainResponse(text: "ready\n")
    }
  }

  static func notReady(_ reason: Readiness.Reason) -> PlainResponse {
    PlainResponse(.serviceUnavailable, code: "unavailable", message: reason.message)
  }

  /// What the server counts about itself.
  func metrics() async -> MetricsPage {
    async let census = gateway.turns.ask(within: Self.patience) {
      (census: $0.host.engine.census, tokens: $0.host.store.tokenCount)
    }
    async let bytes = gateway.housekeeping.bytesWaiting()
    return MetricsPage(
      metrics: gateway.metrics, counts: await census, arrivalsWaiting: gateway.turns.arrivalsWaiting,
      bytesWaiting: await bytes, passwordsWaiting: gateway.turns.passwords.count,
      sockets: gateway.doorkeeper.count)
  }

  /// The rooms and how many are online in each, a page at a time.
  func rooms(_ request: PlainRequest) async throws(PlainResponse) -> PlainResponse {
    try countQuery(request)
    let cursor = parameter("cursor", of: request)
    var limit: Int?
    if let text = parameter("limit", of: request) {
      guard let number = Int(text), number >= 1 else {
        throw PlainResponse(Refusal(.badFrame, "`limit` must be an integer from 1."))
      }
      limit = number
    }
    return PlainResponse(
      json: try await ask { [limit] turns throws(Refusal) in
        try turns.host.listRooms(limit: limit, cursor: cursor)
      })
  }

  /// A parameter of the query. What is not ASCII is none: neither names nor values are anything else.
  private func parameter(_ name: String, of request: PlainRequest) -> String? {
    let parameters = request.query?.utf8.split(separator: UInt8(ascii: "&")) ?? []
    let parameter = parameters.first { $0.starts(with: "\(name)=".utf8) }
    return parameter.flatMap { PercentEncoding.text($0.dropFirst(name.utf8.count + 1))?.ascii }
  }
}
