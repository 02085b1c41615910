import Engine
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Answers the requests of one connection, one after the other, until one of them makes it a WebSocket.
///
/// It stands behind NIO's codec and pipelining, so that the next request comes when the last one was answered.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let service: any HTTPService
  /// The answer to whatever is asked, where there are too many connections.
  private var refusal: PlainResponse?
  /// Where the connection comes from.
  private var peer: IPAddress?
  /// Whether a proxy said before all else that it does not know for whom it asks, so that nobody else's word is taken for it.
  private var isClientUnknown = false
  private var codec: HTTPCodec
  private var context: ChannelHandlerContext?
  private var state = State.waiting
  /// The request that is read or answered, as far as its head has come.
  private var head: HTTPRequestHead?
  /// Whether the client has said its last, and whether the server goes away.
  private var (isInputClosed, isGoingAway) = (false, false)
  /// Whether the last answer was given to the network.
  private var isWritten = false
  /// Whether an answer without an end was begun.
  private var isStreaming = false
  private var timer: Scheduled<Void>?

  private enum State {
    /// Nothing came yet, or all that came was answered.
    case waiting
    case reading(ByteBuffer)
    case answering
    /// The last answer was written. What still comes is read and forgotten: the answer would be lost if the socket were closed
    /// while bytes of it are unread.
    case hangingUp
  }

  init(_ service: any HTTPService, peer: IPAddress?, refusal: PlainResponse?, codec: HTTPCodec) {
    self.service = service
    self.peer = peer
    self.refusal = refusal
    self.codec = codec
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    wait(service.deadlines.header) { [self] in answer(.late) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    self.context = nil
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  // MARK: - From the client

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isStreaming else { return context.close(promise: nil) }
    switch (unwrapInboundIn(data), state) {
    case (.head(let head), .waiting):
      self.head = head
      if let refusal = refusal ?? head.problem { return answer(refusal) }
      // What is refused whatever comes is refused before it comes.
      if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }),
        length > PlainRequest.longestBody
      {
        return answer(.bodyTooLong)
      }
      state = .reading(ByteBuffer())
      wait(service.deadlines.body) { [self] in answer(.late) }
      // RFC 9110, section 10.1.1: not where the version is 1.0.
      if head.version == .http1_1,
        head.headers["expect"].contains(where: { $0.lowercasedWord == "100-continue" })
      {
        context.writeAndFlush(
          wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
      }
    case (.body(var part), .reading(var body)):
      guard body.readableBytes + part.readableBytes <= PlainRequest.longestBody else {
        return answer(.bodyTooLong)
      }
      body.writeBuffer(&part)
      state = .reading(body)
    case (.end, .reading(let body)): if let head { take(head, body) }
    case _: break
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard !isStreaming else { return context.fireUserInboundEventTriggered(event) }
    switch event {
    case let found as ProxyHeaderHandler.Found:
      guard let client = found.client else {
        isClientUnknown = true
        return
      }
      peer = client
      refusal = refusal ?? service.refusal(of: client, on: context.channel)
    // The pipelining tells of this only when it is no longer there.
    case is ChannelShouldQuiesceEvent:
      switch state {
      case .waiting, .reading: context.close(promise: nil)
      case .answering, .hangingUp: isGoingAway = true
      }
    case ChannelEvent.inputClosed:
      isInputClosed = true
      switch state {
      case .waiting, .reading: context.close(promise: nil)
      case .answering: break
      case .hangingUp: if isWritten { context.close(promise: nil) }
      }
    case _: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isStreaming else { return context.close(promise: nil) }
    switch error as? HTTPParserError {
    case .headerOverflow?: answer(.headTooLarge)
    case .some: answer(.noRequest)
    case nil:
      // More of what was refused already.
      if case .hangingUp = state { return }
      context.close(promise: nil)
    }
  }

  private func take(_ head: HTTPRequestHead, _ body: ByteBuffer) {
    guard let context else { return }
    timer?.cancel()
    state = .answering
    var head = head
    if isClientUnknown { for name in TrustedProxies.headers { head.headers.remove(name: name) } }
    let request: PlainRequest
    do {
      request = try service.request(head, body, from: peer)
    } catch {
      return answer(.contradiction)
    }
    switch service.reception(of: request, from: peer, on: context.channel) {
    case .refusal(let response): answer(response)
    case .webSocket(let subprotocol, let connection):
      upgrade(request, to: connection, subprotocol: subprotocol)
    case .response:
      codec.goOn(after: head, in: context.pipeline)
      let loop = context.eventLoop
      let handler = NIOLoopBound(self, eventLoop: loop)
      let (service, isLast) = (service, !head.isKeepAlive)
      Task {
        let response = await service.respond(to: request)
        loop.execute { handler.value.answer(response, isLast: isLast) }
      }
    }
  }

  // MARK: - To the client

  /// Writes an answer; unless it is told otherwise it is the last.
  private func answer(_ answer: PlainResponse, isLast: Bool = true) {
    guard let context else { return }
    if case .hangingUp = state { return }
    var response = answer
    let request = self.head
    if let request { service.complete(&response, to: request) }
    if let stream = response.stream { return begin(stream, with: response) }
    self.head = nil
    let isLast = isLast || isInputClosed || isGoingAway
    var head = HTTPResponseHead(
      version: .http1_1, status: .init(statusCode: response.status.code),
      headers: HTTPHeaders(response.headers))
    head.headers.add(name: "Date", value: HTTPDate.now)
    let hasContent = response.status != .noContent
    // RFC 9110, section 8.6.
    if hasContent { head.headers.add(name: "Content-Length", value: "\(response.body.count)") }
    // A client of HTTP/1.0 is told, too, that the connection is kept.
    head.headers.add(name: "Connection", value: isLast ? "close" : "keep-alive")
    if isLast {
      // What waits behind it is delivered at once, and is not for anybody any more.
      state = .hangingUp
      codec.stopPipelining(in: context.pipeline)
    }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if hasContent, request?.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
    }
    wait(Self.patience) { context.close(promise: nil) }
    guard isLast else {
      // A request that waits is read as soon as the end is written.
      state = .waiting
      return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { [self] _ in hangUp() }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    context.channel.read()
  }

  /// Ends the connection, after the last answer was given to the network.
  private func hangUp() {
    isWritten = true
    guard let context else { return }
    if isInputClosed { return context.close(promise: nil) }
    context.close(mode: .output, promise: nil)
    wait(.seconds(1)) { context.close(promise: nil) }
  }

  private func upgrade(_ request: PlainRequest, to connection: () -> Connection, subprotocol: String?) {
    guard let context, let key = request.headers[.secWebSocketKey] else { return }
    var head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols)
    head.headers = [
      "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Accept": WebSocketKey.accept(key),
    ]
    if let subprotocol { head.headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
    codec.stopPipelining(in: context.pipeline)
    guard !isInputClosed else { return context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    let (pipeline, channel) = (context.pipeline.syncOperations, context.channel)
    // If the head could not be written the client is gone, and no handler would notice the end.
    guard channel.isActive, (try? pipeline.addHandler(connection())) != nil else {
      return context.close(promise: nil)
    }
    // Bytes behind the request go to the connection, since there is nobody between any more.
    codec.remove(from: context.pipeline)
    pipeline.removeHandler(self, promise: nil)
    channel.read()
  }

  /// Begins an answer that has no end. How long it is, is not known, so that it lasts until the connection ends (RFC 9112,
  /// section 6.3), and its head is written here: the codec would cut it into chunks.
  ///
  /// This handler stays, and ends the connection where the client says anything more. What comes is still parsed, since the parser
  /// cannot be taken out before it has parsed what it has.
  private func begin(_ stream: EventStream, with response: PlainResponse) {
    guard let context else { return }
    let channel = context.channel
    // What waits behind the request is delivered at once, and is not for anybody any more.
    codec.stopPipelining(in: context.pipeline)
    if case .hangingUp = state { return }
    guard !isInputClosed, !isGoingAway, channel.isActive else { return context.close(promise: nil) }
    switch service.begin(stream, from: peer, on: channel) {
    case .refusal(let refusal): answer(refusal)
    case .begins(let connection):
      codec.stopEncoding(in: context.pipeline)
      isStreaming = true
      guard (try? context.pipeline.syncOperations.addHandler(connection)) != nil else {
        return context.close(promise: nil)
      }
      var head = "HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n"
      for (name, value) in HTTPHeaders(response.headers) { head += "\(name): \(value)\r\n" }
      head += "Date: \(HTTPDate.now)\r\nConnection: close\r\n\r\n"
      channel.writeAndFlush(ByteBuffer(string: head), promise: nil)
      channel.read()
    }
  }

  private func wait(_ time: TimeAmount, then body: @escaping () -> Void) {
    timer?.cancel()
    timer = context?.eventLoop.assumeIsolated().scheduleTask(in: time, body)
  }

  /// How long a connection is kept between two requests.
  private static let patience = TimeAmount.seconds(60)
}

extension PlainResponse {
  /// A request did not come in time.
  fileprivate static let late = badRequest("The request did not come in time.", .requestTimeout)

  fileprivate static let headTooLarge = PlainResponse(
    .requestHeaderFieldsTooLarge, code: "too_large", message: "The head of the request is too long.")

  fileprivate static let bodyTooLong = PlainResponse(
    .contentTooLarge, code: "too_large",
    message: "The body is longer than \(PlainRequest.longestBody) bytes.")

  fileprivate static let noRequest = badRequest("This is no request of HTTP/1.1.")

  fileprivate static let contradiction = badRequest(
    "Forwarded and X-Forwarded-For name different clients; the proxy must set one and remove the other.")
}
