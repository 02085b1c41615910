import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What stands behind a listener: says who may come in, and answers.
protocol HTTPService: Sendable {
  var deadlines: Deadlines { get }

  /// Counts a new channel, and says what is to become of it.
  func admission(of channel: any Channel, from peer: IPAddress?) -> Admission

  /// Counts a client for whom a trusted proxy made a channel; returns what to answer where it has too many.
  func refusal(of client: IPAddress, on channel: any Channel) -> PlainResponse?

  /// A request with its client, whom a trusted proxy may have told.
  func request(
    _ head: HTTPRequestHead, _ body: ByteBuffer, from peer: IPAddress?
  ) throws(TrustedProxies.Contradiction) -> PlainRequest

  /// What a request is.
  func reception(of request: PlainRequest, from peer: IPAddress?, on channel: any Channel) -> Reception

  func respond(to request: PlainRequest) async -> PlainResponse

  /// Adds to an answer what every answer to such a request has, also where the request is refused for its head alone.
  func complete(_ answer: inout PlainResponse, to head: HTTPRequestHead)

  /// Begins a stream on a channel, which was the response to a request.
  func begin(_ stream: EventStream, from peer: IPAddress?, on channel: any Channel) -> StreamBeginning
}

/// What becomes of a stream that is to begin.
enum StreamBeginning {
  /// The channel is this handler's from now on.
  case begins(Connection)
  case refusal(PlainResponse)
}

/// What becomes of a new channel.
enum Admission {
  case admit
  /// Whatever is asked gets this answer.
  case refuse(PlainResponse)
  /// It is closed at once.
  case close
}

/// What becomes of a request.
enum Reception {
  /// It is responded to, and the next may come.
  case response
  /// It is answered, and the connection ends.
  case refusal(PlainResponse)
  /// The channel becomes a WebSocket, with a handler that is made when it does.
  case webSocket(subprotocol: String?, () -> Connection)
}

/// A service that knows no proxies, no WebSockets, no streams and no bounds.
extension HTTPService {
  var deadlines: Deadlines { Deadlines() }

  func admission(of channel: any Channel, from peer: IPAddress?) -> Admission { .admit }

  func refusal(of client: IPAddress, on channel: any Channel) -> PlainResponse? { nil }

  func request(
    _ head: HTTPRequestHead, _ body: ByteBuffer, from peer: IPAddress?
  ) throws(TrustedProxies.Contradiction) -> PlainRequest {
    PlainRequest(
      head, headers: .init(head.headers, splitCookie: false), body: Array(body.readableBytesView),
      from: .init(address: ClientAddress(peer), isEncrypted: false))
  }

  func reception(of request: PlainRequest, from peer: IPAddress?, on channel: any Channel) -> Reception {
    .response
  }

  func complete(_ answer: inout PlainResponse, to head: HTTPRequestHead) {}

  func begin(_ stream: EventStream, from peer: IPAddress?, on channel: any Channel) -> StreamBeginning {
    .refusal(Routes.nothing)
  }
}
