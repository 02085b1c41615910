import NIOCore
import NIOHTTP1

/// The handlers of NIO that make requests of bytes, and bytes of answers.
struct HTTPCodec {
  private var decoder: ByteToMessageHandler<HTTPRequestDecoder>
  private let encoder = HTTPResponseEncoder()
  private let pipelining = HTTPServerPipelineHandler()

  init() {
    decoder = Self.makeDecoder()
  }

  /// Adds the handlers at the end of a pipeline.
  func add(to pipeline: ChannelPipeline) throws {
    try pipeline.syncOperations.addHandlers(encoder, decoder, pipelining)
  }

  /// Lets whatever is written pass, also what answers no request: what comes next is the last.
  func stopPipelining(in pipeline: ChannelPipeline) {
    pipeline.syncOperations.removeHandler(pipelining, promise: nil)
  }

  /// Lets bytes pass that are no answer; what comes is still parsed.
  func stopEncoding(in pipeline: ChannelPipeline) {
    pipeline.syncOperations.removeHandler(encoder, promise: nil)
  }

  /// Removes the other handlers; bytes that were read and belong to no request go to the next handler.
  func remove(from pipeline: ChannelPipeline) {
    pipeline.syncOperations.removeHandler(encoder, promise: nil)
    pipeline.syncOperations.removeHandler(decoder, promise: nil)
  }

  /// Reads on behind a request whose upgrade is ignored: the parser takes what follows it for another protocol, and stops.
  mutating func goOn(after head: HTTPRequestHead, in pipeline: ChannelPipeline) {
    guard head.stopsParser else { return }
    let next = Self.makeDecoder()
    do {
      try pipeline.syncOperations.addHandler(next, position: .after(decoder))
    } catch {
      return pipeline.close(promise: nil)
    }
    pipeline.syncOperations.removeHandler(decoder, promise: nil)
    decoder = next
  }

  private static func makeDecoder() -> ByteToMessageHandler<HTTPRequestDecoder> {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderListSize = 16 * 1024
    limits.maxHeaderFieldSize = 16 * 1024
    limits.maxHeaderFieldCount = 100
    return ByteToMessageHandler(
      HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits),
      maximumBufferSize: 256 * 1024)
  }
}

extension HTTPRequestHead {
  /// Whether the parser takes what follows the request for another protocol: it is asked for by both headers, or by CONNECT.
  ///
  /// It has to be what llhttp decides, which takes `Proxy-Connection` for `Connection`. Values that llhttp might read otherwise than
  /// we do are refused before (`hasDoubtfulUpgrade`).
  fileprivate var stopsParser: Bool {
    guard method != .CONNECT else { return true }
    return headers.contains(name: "upgrade") && connectionValues.contains { $0.hasElement("upgrade") }
  }

  private var connectionValues: [String] { headers["connection"] + headers["proxy-connection"] }

  /// Whether it cannot be told for sure if the parser stops: there is white space that is no space, or a value is empty.
  var hasDoubtfulUpgrade: Bool {
    guard headers.contains(name: "upgrade") else { return false }
    return headers["upgrade"].contains { $0.utf8.allSatisfy { $0 == UInt8(ascii: " ") } }
      || connectionValues.contains { !$0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } }
  }
}
