package import NIOCore

/// A client and its connection to the server, which are two channels of one event loop.
package protocol RelayedConnection: AnyObject, Sendable {
  func clientSent(_ buffer: ByteBuffer)
  func serverSent(_ buffer: ByteBuffer)
  /// One side sends nothing more, and still reads; only channels that allow it tell of that.
  func inputEnded(ofClient isClient: Bool)
  /// What waits to be written to one side has become too much, or is so no longer.
  func writabilityChanged(isClient: Bool)
  /// One side is gone.
  func ended(isClient: Bool)
}

/// Hands what happens on one of a connection's channels to the connection.
package final class RelayHandler: ChannelInboundHandler, Sendable {
  package typealias InboundIn = ByteBuffer

  private let connection: any RelayedConnection
  private let isClient: Bool

  package init(of connection: any RelayedConnection, isClient: Bool) {
    self.connection = connection
    self.isClient = isClient
  }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    if isClient { connection.clientSent(buffer) } else { connection.serverSent(buffer) }
  }

  package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { connection.inputEnded(ofClient: isClient) }
    context.fireUserInboundEventTriggered(event)
  }

  package func channelWritabilityChanged(context: ChannelHandlerContext) {
    connection.writabilityChanged(isClient: isClient)
    context.fireChannelWritabilityChanged()
  }

  package func channelInactive(context: ChannelHandlerContext) {
    connection.ended(isClient: isClient)
    context.fireChannelInactive()
  }

  package func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
