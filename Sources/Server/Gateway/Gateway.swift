import Engine
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
  let doorkeeper: Doorkeeper
  let metrics: Metrics
  let readiness: Readiness
  let log: ServerLog

  /// The bounds of all connections.
  struct Bounds: Sendable {
    var connection: Connection.Bounds
    /// How long the head of the first request may take.
    var header: TimeAmount
    /// How long the body of a request may take.
    var body: TimeAmount
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
        guard case .accept(var opening, let isControl, _) = gateway.judge(upgradeRequest) else {
          throw ChannelError.inappropriateOperationForState
        }
        opening.peer = ClientAddress(channel.remoteAddress).peer
        try gateway.begin(opening, isControl: isControl, on: channel)
        return .webSocket
      }
    }
  }

  private func begin(_ opening: Opening, isControl: Bool, on channel: any Channel) throws {
    let housekeeping = housekeeping
    let key = ObjectIdentifier(channel)
    metrics.connectionsOpened.add()
    metrics.connections.add(1)
    let number = metrics.connectionsOpened.value
    let (metrics, log, start) = (metrics, log, NIODeadline.now())
    let connection = Connection(
      number: number, loop: channel.eventLoop, opening: opening, isControl: isControl, turns: turns,
      bounds: bounds.connection
    ) { end, messages in
      housekeeping.forget(key, on: channel.eventLoop)
      metrics.connections.add(-1)
      metrics.connectionsClosed.add(for: end)
      let seconds = Double((NIODeadline.now() - start).nanoseconds / 1_000_000) / 1000
      log.write(.connectionClosed(number, end, seconds: seconds, messages: messages))
    }
    log.write(.connectionOpened(number, from: ClientAddress(channel.remoteAddress)))
    housekeeping.remember(connection, as: key)
    try channel.pipeline.syncOperations.addHandler(connection)
  }

  /// A request did not become a WebSocket.
  func noteRefusedUpgrade(_ reason: UpgradeRefusal, from address: ClientAddress) {
    metrics.upgradesRefused.add(for: reason)
    log.write(.upgradeRefused(reason, from: address))
  }
}
