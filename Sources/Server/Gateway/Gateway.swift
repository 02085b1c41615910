import Engine
import HTTPTypes
import Host
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Lets clients in: makes connections of channels, and WebSockets of requests.
struct Gateway: HTTPService {
  /// For whom an address is.
  enum Door {
    case everybody
    /// For all but operators, who have one of their own, with the metrics.
    case people
    /// For everybody, where operators have a door of their own.
    case operators
  }

  let policy: UpgradePolicy
  let turns: TurnThread
  let bounds: Connection.Bounds
  let deadlines: Deadlines
  let housekeeping: Housekeeping
  let doorkeeper: Doorkeeper
  let proxies: TrustedProxies
  /// How many bytes are read from one address; nil where that has no bound.
  let budget: AddressBudget?
  /// How many queries an address makes over HTTP, the server's own machine too.
  let queries: AddressBudget
  /// What describes the API to programs.
  let openAPI: [UInt8]
  /// Whether clients' connections are encrypted, here or by a proxy that cannot say it.
  var isEncrypted = false
  let metrics: Metrics
  let readiness: Readiness
  let log: ServerLog
  var door = Door.everybody

  // MARK: - Who may come in

  func admission(of channel: any Channel, from peer: IPAddress?) -> Admission {
    // A proxy speaks for many; they are counted when it is known who they are.
    let address = proxies.contains(peer) ? nil : ClientAddress(peer)
    let verdict = doorkeeper.admit(address)
    channel.closeFuture.whenComplete { [doorkeeper] _ in doorkeeper.left(address, after: verdict) }
    switch verdict {
    case .admit: return address.map(isBanned) == true ? .refuse(.banned) : .admit
    case .refuse(let reason): return .refuse(refused(ClientAddress(peer), because: reason))
    case .drop(let reason):
      _ = refused(ClientAddress(peer), because: reason)
      return .close
    }
  }

  func refusal(of client: IPAddress, on channel: any Channel) -> PlainResponse? {
    if isBanned(ClientAddress(client)) { return .banned }
    return proxies.contains(client) ? nil : refusal(of: ClientAddress(client), on: channel)
  }

  private func refusal(of address: ClientAddress, on channel: any Channel) -> PlainResponse? {
    guard doorkeeper.enter(address) else { return refused(address, because: .address) }
    channel.closeFuture.whenComplete { [doorkeeper] _ in doorkeeper.leave(address) }
    return nil
  }

  private func isBanned(_ address: ClientAddress) -> Bool { turns.bans.contains(address) }

  private func refused(_ address: ClientAddress, because reason: Doorkeeper.Reason) -> PlainResponse {
    metrics.connectionsRefused.add(for: reason)
    log.write(.connectionRefused(reason, from: address))
    if reason == .server, doorkeeper.beginsToBeFull() { log.write(.full(connections: doorkeeper.count)) }
    return .tooMany(reason)
  }

  // MARK: - Requests

  func request(
    _ head: HTTPRequestHead, _ body: ByteBuffer, from peer: IPAddress?
  ) throws(TrustedProxies.Contradiction) -> PlainRequest {
    let headers = HTTPFields(head.headers, splitCookie: false)
    if TrustedProxies.mayHavePassedOn(headers), !proxies.contains(peer), metrics.untrustedProxies.addFirst() {
      log.write(.untrustedProxy(ClientAddress(peer)))
    }
    return PlainRequest(
      head, headers: headers, body: Array(body.readableBytesView),
      from: .init(
        address: ClientAddress(try proxies.client(behind: peer, saying: headers)),
        isEncrypted: isEncrypted || proxies.isEncrypted(behind: peer, saying: headers)))
  }

  func reception(of request: PlainRequest, from peer: IPAddress?, on channel: any Channel) -> Reception {
    // Behind a proxy it is known only now who asks, and a ban may have come since the last request.
    guard !isBanned(request.client.address) else { return .refusal(.banned) }
    guard request.asksForWebSocket || request.route == .webSocket, request.method != .options else {
      return .response
    }
    switch policy.judge(request, admitsOperators: door != .people) {
    case .refuse(let reason, let answer):
      metrics.upgradesRefused.add(for: reason)
      metrics.httpRequests.add(for: .init(route: .webSocket, status: answer.status.code))
      log.write(.upgradeRefused(reason, from: request.client.address))
      return .refusal(answer)
    case .accept(var opening, let isControl, let subprotocol):
      if door == .operators { opening.peer = request.client.address.peerAmongOperators }
      if readiness.state == .notReady(.draining) { return .refusal(Routes.notReady(.draining)) }
      // The operator's too: by another answer a client that has used up its bytes could tell which token is right.
      if let refusal = refusal(for: request) { return .refusal(refusal) }
      if proxies.contains(peer), let refusal = refusal(of: request.client.address, on: channel) {
        return .refusal(refusal)
      }
      return .webSocket(subprotocol: subprotocol) { [opening] in
        connection(opening, isControl: isControl, from: request.client.address, on: channel)
      }
    }
  }

  func begin(_ stream: EventStream, from peer: IPAddress?, on channel: any Channel) -> StreamBeginning {
    if readiness.state == .notReady(.draining) { return .refusal(Routes.notReady(.draining)) }
    if proxies.contains(peer), let refusal = refusal(of: stream.client, on: channel) {
      return .refusal(refusal)
    }
    return .begins(
      connection(stream.opening, isControl: false, stream: stream, from: stream.client, on: channel))
  }

  func respond(to request: PlainRequest) async -> PlainResponse {
    if let refusal = refusal(for: request) { return refusal }
    return await Routes(gateway: self).respond(to: request)
  }

  func complete(_ answer: inout PlainResponse, to head: HTTPRequestHead) {
    policy.origins.mark(&answer, to: head)
    // A browser would ask all other servers of this machine for encryption, too. Where a proxy ends it, that may tell of it.
    if isEncrypted, let host = head.host.flatMap({ Authority($0) })?.host, !host.isFixed {
      answer.headers[.strictTransportSecurity] = "max-age=31536000"
    }
  }

  /// Counts a request among what comes from its address; returns what to answer where that is too much.
  private func refusal(for request: PlainRequest) -> PlainResponse? {
    let address = request.client.address
    let bytes = request.body.count + AddressBudget.requestOverhead
    guard !address.isThisMachine, let wait = budget?.admit(bytes, of: address) else { return nil }
    return .tooMuch(for: wait)
  }

  /// The handler of a channel that has become a WebSocket, or a stream.
  private func connection(
    _ opening: Opening, isControl: Bool, stream: EventStream? = nil, from address: ClientAddress,
    on channel: any Channel
  ) -> Connection {
    let key = ObjectIdentifier(channel)
    metrics.connectionsOpened.add()
    metrics.connections.add(1)
    let number = metrics.connectionsOpened.value
    let start = NIODeadline.now()
    // The operator and clients on this machine have no limit on bytes.
    let budget = isControl || address.isThisMachine ? nil : budget
    let connection = Connection(
      number: number, loop: channel.eventLoop, opening: opening, isControl: isControl, stream: stream,
      turns: turns,
      bounds: bounds, budget: budget.map { budget in { @Sendable bytes in budget.spend(bytes, of: address) } }
    ) { [housekeeping, metrics, log] end, messages in
      housekeeping.forget(key, on: channel.eventLoop)
      metrics.connections.add(-1)
      metrics.connectionsClosed.add(for: end)
      let seconds = Double((NIODeadline.now() - start).nanoseconds / 1_000_000) / 1000
      log.write(.connectionClosed(number, end, seconds: seconds, messages: messages))
    }
    log.write(.connectionOpened(number, from: address))
    housekeeping.remember(connection, as: key)
    return connection
  }
}
