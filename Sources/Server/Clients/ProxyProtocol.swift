import NIOCore

/// The line or block before all else in which a proxy that knows no HTTP says for whom it asks (the PROXY protocol of HAProxy,
/// versions 1 and 2).
enum ProxyHeader {
  /// What the first bytes of a connection are.
  enum Reading: Equatable {
    /// More bytes are needed.
    case incomplete
    /// There is a header of so many bytes; the address is nil where the proxy asks for itself.
    case header(length: Int, IPAddress?)
    /// There is none.
    case invalid
  }

  /// The longest header of version 1, with its end.
  private static let longestLine = 107
  /// A block of version 2 with addresses and what providers add.
  private static let longestBlock = 4096
  private static let signature: [UInt8] = [
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a,
  ]

  static func read(_ bytes: some RandomAccessCollection<UInt8>) -> Reading {
    let bytes = Array(bytes.prefix(longestBlock))
    if bytes.starts(with: signature.prefix(bytes.count)) { return block(bytes) }
    if bytes.starts(with: Array("PROXY ".utf8).prefix(bytes.count)) { return line(bytes) }
    return .invalid
  }

  /// `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443`, or `PROXY UNKNOWN …`
  private static func line(_ bytes: [UInt8]) -> Reading {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      return bytes.count < longestLine ? .incomplete : .invalid
    }
    guard end < longestLine, end > 0, bytes[end - 1] == UInt8(ascii: "\r") else { return .invalid }
    let words = bytes[..<(end - 1)].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    switch words.dropFirst().first {
    case "UNKNOWN": return .header(length: end + 1, nil)
    case "TCP4", "TCP6":
      guard words.count == 6, let address = IPAddress(words[2]) else { return .invalid }
      return .header(length: end + 1, address)
    case _: return .invalid
    }
  }

  /// The signature, version and command, family, length, and then the addresses.
  private static func block(_ bytes: [UInt8]) -> Reading {
    guard bytes.count >= 16 else { return .incomplete }
    let length = 16 + (Int(bytes[14]) << 8 | Int(bytes[15]))
    guard bytes[12] >> 4 == 2, length <= longestBlock else { return .invalid }
    guard bytes.count >= length else { return .incomplete }
    // A command other than PROXY is the proxy's own, such as a look whether the server is alive.
    guard bytes[12] & 0x0f == 1 else { return .header(length: length, nil) }
    switch bytes[13] >> 4 {
    case 1 where length >= 16 + 12: return .header(length: length, IPAddress(bytes: Array(bytes[16..<20])))
    case 2 where length >= 16 + 36: return .header(length: length, IPAddress(bytes: Array(bytes[16..<32])))
    case _: return .header(length: length, nil)
    }
  }
}

/// Stands before all else on a connection of a trusted proxy that begins with such a header, and goes when it has come.
final class ProxyHeaderHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// What is told to the handlers behind: for whom the connection is made.
  struct Found {
    let client: IPAddress?
  }

  private let deadline: TimeAmount
  private var timer: Scheduled<Void>?
  private var bytes = ByteBuffer()

  /// - Parameter deadline: How long the header may take.
  init(deadline: TimeAmount) {
    self.deadline = deadline
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    timer = context.eventLoop.scheduleTask(in: deadline) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytes.writeImmutableBuffer(unwrapInboundIn(data))
    switch ProxyHeader.read(bytes.readableBytesView) {
    case .incomplete: return
    case .invalid: context.close(promise: nil)
    case .header(let length, let client):
      bytes.moveReaderIndex(forwardBy: length)
      context.fireUserInboundEventTriggered(Found(client: client))
      if bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
  }
}
