import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// A channel that begins as HTTP/1.1 and becomes a WebSocket where the first request asks for it.
struct UpgradeChannel: ServerChildChannel, HTTPChannelHandler {
  typealias HTTP = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  /// What became of a channel.
  enum Outcome: Sendable {
    case http(HTTP)
    case webSocket
    /// There are too many connections.
    case refused
  }

  struct Value: ServerChildChannelValue {
    let channel: any Channel
    let outcome: EventLoopFuture<Outcome>
  }

  let responder: HTTPChannelHandler.Responder
  let gateway: Gateway

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      if let reason = admit(channel) { return try refuse(channel, because: reason) }
      var configuration = NIOUpgradableHTTPServerPipelineConfiguration(
        upgradeConfiguration: .init(upgraders: [gateway.upgrader()]) { channel in
          channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(HTTPServerProtocolErrorHandler())
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: .seconds(60), logger: logger))
            return .http(
              try HTTP(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)))
          }
        })
      configuration.enablePipelining = false
      configuration.enableErrorHandling = false
      configuration.decoderConfiguration.maxHeaderListSize = 16 * 1024
      configuration.decoderConfiguration.maxHeaderFieldSize = 16 * 1024
      configuration.decoderConfiguration.maxHeaderFieldCount = 100
      let patience = FirstRequestPatience(deadline: gateway.bounds.header)
      let problems = FirstRequestProblems(patience, gateway: gateway)
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(patience)
      let outcome = try pipeline.configureUpgradableHTTPServerPipeline(configuration: configuration)
      let upgrade = try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Outcome>.self)
      try pipeline.addHandler(problems, position: .before(upgrade))
      outcome.assumeIsolated().whenComplete { _ in
        pipeline.removeHandler(patience, promise: nil)
        pipeline.removeHandler(problems, promise: nil)
      }
      return Value(channel: channel, outcome: outcome)
    }
  }

  func handle(value: Value, logger: Logger) async {
    switch try? await value.outcome.get() {
    case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
    case .webSocket, .refused: try? await value.channel.closeFuture.get()
    case nil: try? await value.channel.close()
    }
  }

  /// Counts a new channel; returns the limit that it is over, if any.
  private func admit(_ channel: any Channel) -> Doorkeeper.Reason? {
    let address = ClientAddress(channel.remoteAddress)
    let doorkeeper = gateway.doorkeeper
    let verdict = doorkeeper.admit(address)
    channel.closeFuture.whenComplete { _ in doorkeeper.left(address, after: verdict) }
    switch verdict {
    case .admit: return nil
    case .refuse(let reason), .drop(let reason):
      gateway.metrics.connectionsRefused.add(for: reason)
      gateway.log.write(.connectionRefused(reason, from: address))
      if case .drop = verdict { channel.close(promise: nil) }
      return reason
    }
  }

  private func refuse(_ channel: any Channel, because reason: Doorkeeper.Reason) throws -> Value {
    if channel.isActive || channel.isWritable {
      try channel.pipeline.syncOperations.addHandler(
        RefusalHandler(reason, deadline: gateway.bounds.header))
    }
    return Value(channel: channel, outcome: channel.eventLoop.makeSucceededFuture(.refused))
  }
}
