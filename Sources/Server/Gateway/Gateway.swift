import HTTPTypes
import Host
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Makes WebSockets of HTTP requests, and connections of WebSockets.
struct Gateway: Sendable {
  let policy: UpgradePolicy
  let turns: TurnThread
  let bounds: Bounds
  let housekeeping: Housekeeping

  /// The bounds of all connections.
  struct Bounds: Sendable {
    var connection: Connection.Bounds
    /// How long the head of the first request may take.
    var header: TimeAmount
  }

  func upgrader() -> Upgrader { Upgrader(gateway: self) }

  /// Judges a request in the form in which HTTP/1.1 has it.
  func judge(_ head: HTTPRequestHead) -> UpgradePolicy.Verdict {
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return policy.judge(
      path: parts.first ?? "", query: parts.count > 1 ? parts[1] : nil,
      host: head.headers.first(name: "host"), headers: HTTPFields(head.headers, splitCookie: false))
  }

  /// The upgrade of NIO, but without its frame encoder: our frames are encoded once for all receivers.
  struct Upgrader: NIOTypedHTTPServerProtocolUpgrader {
    typealias UpgradeResult = UpgradeChannel.Outcome

    let gateway: Gateway
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    func buildUpgradeResponse(
      channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
      NIOTypedWebSocketServerUpgrader<UpgradeResult>(
        shouldUpgrade: { channel, head in
          switch gateway.judge(head) {
          case .refuse: return channel.eventLoop.makeSucceededFuture(nil)
          case .accept(_, _, let subprotocol):
            var headers = HTTPHeaders()
            if let subprotocol { headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
            return channel.eventLoop.makeSucceededFuture(headers)
          }
        },
        upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededFuture(.webSocket) }
      ).buildUpgradeResponse(
        channel: channel, upgradeRequest: upgradeRequest, initialResponseHeaders: initialResponseHeaders)
    }

    func upgrade(channel: any Channel, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<UpgradeResult> {
      channel.eventLoop.makeCompletedFuture {
        guard case .accept(let opening, let isControl, _) = gateway.judge(upgradeRequest) else {
          throw ChannelError.inappropriateOperationForState
        }
        try gateway.begin(opening, isControl: isControl, on: channel)
        return .webSocket
      }
    }
  }

  private func begin(_ opening: Opening, isControl: Bool, on channel: any Channel) throws {
    let housekeeping = housekeeping
    let key = ObjectIdentifier(channel)
    let connection = Connection(
      loop: channel.eventLoop, opening: opening, isControl: isControl, turns: turns, bounds: bounds.connection
    ) { housekeeping.forget(key, on: channel.eventLoop) }
    housekeeping.remember(connection, as: key)
    try channel.pipeline.syncOperations.addHandler(connection)
  }
}
