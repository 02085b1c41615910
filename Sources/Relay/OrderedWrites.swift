package import NIOCore

/// The newest write to each channel of one event loop, so that a channel is closed only after what was written to it.
///
/// It is a class, since a write may call back whoever has it.
package final class OrderedWrites {
  private var newest: [ObjectIdentifier: EventLoopFuture<Void>] = [:]

  package init() {}

  package func write(_ buffer: ByteBuffer, to channel: any Channel) {
    newest[ObjectIdentifier(channel)] = channel.writeAndFlush(buffer)
  }

  /// Closes a channel when all that came before is written.
  package func close(_ channel: any Channel, mode: CloseMode = .all) {
    guard let write = newest[ObjectIdentifier(channel)] else {
      return channel.close(mode: mode, promise: nil)
    }
    write.whenComplete { _ in channel.close(mode: mode, promise: nil) }
  }
}
