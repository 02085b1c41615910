import NIOCore
import NIOPosix
import Relay
import Wire

/// One client and its connection to the server behind it, and what is known of the session on it.
///
/// Everything is confined to the proxy's event loop.
final class Line: RelayedConnection, @unchecked Sendable {
  enum Phase { case request, answer, webSocket, plain }

  let client: any Channel
  let proxy: Proxy
  var server: (any Channel)?
  var phase = Phase.request
  /// What came of the request's head, or behind it before the answer.
  var fromClient: [UInt8] = []
  /// What came of the answer's head.
  var fromServer: [UInt8] = []
  var clientReader = RawFrameReader()
  var serverReader = RawFrameReader()
  /// The frames of a client's message that is not complete, and what they hold.
  var partial: (bytes: [UInt8], text: [UInt8])?
  var late: [Frame] = []
  /// What waits for the server's pongs to the proxy's own pings.
  var awaitedPongs: [String: () -> Void] = [:]
  var awaitedReplies: [String: (Frame) -> Void] = [:]
  private let writes = OrderedWrites()
  private(set) var hasClosed = (client: false, server: false)

  // MARK: - What a defect may ask

  /// The path of the request.
  var path = ""
  /// The token that the connection was opened with.
  var token: String?
  var isOperator: Bool { token != nil && token == proxy.adminToken }
  var isVerbatim: Bool { path == "/ws" }
  /// The user who is logged in on it.
  var user: String?
  /// The secret name of the session.
  var session: String?
  /// The rooms that the session is in, the newest last.
  var rooms: [String] = [] {
    didSet { if let session { proxy.world.rooms[session] = rooms } }
  }
  /// Whether the client has said goodbye.
  var isGoodbyeSaid = false
  /// The commands that were not answered yet, by their ids.
  private var pending: [String: Frame] = [:]
  private var lastCommand: Frame?
  /// Whether the server is to believe that the client is there for ever.
  var isKept = false
  /// The time of the server when the connection began.
  var greetedAt = ""

  init(client: any Channel, proxy: Proxy) {
    (self.client, self.proxy) = (client, proxy)
  }

  /// The command that an event answers: the one with its id, or the last one.
  func cause(of event: Frame) -> Frame? { event.re.map { pending[$0] } ?? lastCommand }

  // MARK: - What a defect may do

  /// Sends a frame to the client, as if the server had.
  func tell(_ frame: Frame) {
    guard phase == .webSocket, !hasClosed.client else { return }
    write(RawFrame(RawFrame.text, frame.json.bytes, isMasked: false).bytes, toClient: true)
  }

  /// Sends a frame to the server, as if the client had.
  func say(_ frame: Frame) {
    write(RawFrame(RawFrame.text, frame.json.bytes, isMasked: true).bytes, toClient: false)
  }

  /// Asks the server something; the client does not see the reply.
  func ask(_ frame: Frame, then body: @escaping (Frame) -> Void = { _ in }) {
    var frame = frame
    let id = proxy.nextID()
    frame["id"] = .string(id)
    awaitedReplies[id] = body
    say(frame)
  }

  /// Says goodbye to the client, as if the server had; the server is told goodbye by the client.
  func close(_ code: UInt16) {
    write(RawFrame(closing: code, isMasked: false).bytes, toClient: true)
    write(RawFrame(closing: code, isMasked: true).bytes, toClient: false)
  }

  /// Breaks the connection on both sides.
  func cut() {
    closeAfterWriting(client)
    closeAfterWriting(server)
  }

  // MARK: - What is seen

  func note(command: Frame) {
    lastCommand = command
    if let id = command.text("id") { pending[id] = command }
  }

  func note(event: Frame) {
    switch event.type {
    case "hello": greetedAt = event.text("now") ?? ""
    case "ready":
      (user, session) = (event.text("user"), event.text("session"))
      rooms = session.flatMap { proxy.world.rooms[$0] } ?? rooms
      if let token = event.text("token") ?? cause(of: event)?.text("token") ?? token, let user {
        proxy.world.owners[token] = user
      }
    case "provisioned":
      if let token = event.text("token"), let user = event.text("user") { proxy.world.owners[token] = user }
    case "user_list":
      if let room = event.text("room"), cause(of: event)?.type == "join" {
        rooms.removeAll { $0 == room }
        rooms.append(room)
      }
    case "ok": if cause(of: event)?.type == "logout" { (user, session, rooms) = (nil, nil, []) }
    case "user_kicked", "user_banned":
      if event.text("user") == user { rooms.removeAll { $0 == event.text("room") } }
    case "room_deleted": rooms.removeAll { $0 == event.text("room") }
    case _: break
    }
  }

  func forget(answered event: Frame) {
    if let re = event.re { pending[re] = nil }
  }

  // MARK: - Bytes

  func write(_ bytes: [UInt8], toClient: Bool) {
    guard !bytes.isEmpty, let channel = toClient ? client : server else { return }
    writes.write(ByteBuffer(bytes: bytes), to: channel)
  }

  func closeAfterWriting(_ channel: (any Channel)?, mode: CloseMode = .all) {
    if let channel { writes.close(channel, mode: mode) }
  }

  /// One side sends nothing more; the other is told so when all that came before is written.
  func inputEnded(ofClient isClient: Bool) {
    if isClient, phase == .webSocket, !isGoodbyeSaid { for hook in proxy.faults.cutHooks { hook(self) } }
    if isClient, isKept { return closeAfterWriting(client) }
    if isClient { hasClosed.client = true } else { hasClosed.server = true }
    closeAfterWriting(isClient ? server : client, mode: .output)
    if hasClosed.client, hasClosed.server { cut() }
  }

  /// One side is gone.
  func ended(isClient: Bool) {
    if isClient, isKept { return }
    closeAfterWriting(isClient ? server : client)
    proxy.forget(self)
  }

  /// A side that reads slowly slows the other one down.
  func writabilityChanged(isClient: Bool) {
    let (full, other) = isClient ? (client, server) : (server ?? client, client)
    other?.setOption(.autoRead, value: full.isWritable).whenComplete { _ in }
    if isClient, !client.isWritable { releasePongs() }
  }

  /// What waits for the server's pongs waits no longer.
  func releasePongs() {
    let waiting = awaitedPongs.values
    awaitedPongs = [:]
    for body in waiting { body() }
  }
}
