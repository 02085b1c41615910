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
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: .seconds(60), logger: logger))
            return .http(
              try HTTP(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)))
          }
        })
      configuration.enablePipelining = false
      configuration.decoderConfiguration.maxHeaderListSize = 16 * 1024
      configuration.decoderConfiguration.maxHeaderFieldSize = 16 * 1024
      configuration.decoderConfiguration.maxHeaderFieldCount = 100
      let outcome = try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
        configuration: configuration)
      // A request whose head does not come in time is not waited for.
      let deadline = channel.eventLoop.scheduleTask(in: gateway.bounds.header) {
        Self.answerLate(on: channel)
      }
      outcome.whenComplete { _ in deadline.cancel() }
      let farewell = FarewellHandler()
      let operations = channel.pipeline.syncOperations
      try operations.addHandler(farewell)
      outcome.assumeIsolated().whenComplete { _ in operations.removeHandler(farewell, promise: nil) }
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

  /// Tells a client that its request took too long, in the form that the pipeline has before it is known what was asked.
  private static func answerLate(on channel: any Channel) {
    let answer = PlainResponse.late
    var headers = HTTPHeaders()
    for field in answer.headers { headers.add(name: field.name.rawName, value: field.value) }
    headers.add(name: "content-length", value: "\(answer.body.count)")
    headers.add(name: "connection", value: "close")
    let head = HTTPResponseHead(
      version: .http1_1, status: .init(statusCode: answer.status.code), headers: headers)
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: answer.body))), promise: nil)
    channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in channel.close(promise: nil) }
  }
}
