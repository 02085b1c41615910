import NIOCore
import Relay

/// Bytes of both sides: HTTP until the connection is a WebSocket, then its frames.
extension Line {
  private var faults: Faults { proxy.faults }

  func clientSent(_ buffer: ByteBuffer) {
    let bytes = Array(buffer.readableBytesView)
    switch phase {
    case .plain: write(bytes, toClient: false)
    case .answer: fromClient += bytes
    case .webSocket: clientSentFrames(bytes)
    case .request:
      fromClient += bytes
      guard let end = fromClient.endOfHead else {
        // What may never be a request has to be judged by the server.
        if faults.requestHooks.isEmpty { write(bytes, toClient: false) }
        if fromClient.count > 1 << 16 { phase = .plain }
        return
      }
      let before = fromClient.count - bytes.count
      let rest = Array(fromClient[end...])
      var head = String(decoding: fromClient[..<end], as: UTF8.self)
      read(head)
      if faults.requestHooks.isEmpty {
        write(Array(fromClient[before..<end]), toClient: false)
      } else {
        for hook in faults.requestHooks { hook(&head, self) }
        write(Array(head.utf8), toClient: false)
      }
      if head.lowercased().contains("upgrade: websocket") {
        (phase, fromClient) = (.answer, rest)
      } else {
        phase = .plain
        write(rest, toClient: false)
      }
    }
  }

  private func read(_ head: String) {
    for (number, line) in head.split(separator: "\r\n").enumerated() {
      let words = line.split(whereSeparator: { " =;".contains($0) }).map(String.init)
      switch words.first?.lowercased() {
      case _ where number == 0: path = words.count > 1 ? words[1] : ""
      case "authorization:": token = words.last
      case "cookie:":
        token = token ?? words.firstIndex(of: "session").flatMap { words.dropFirst($0 + 1).first }
      case _: break
      }
    }
    user = token.flatMap { proxy.world.owners[$0] }
  }

  func serverSent(_ buffer: ByteBuffer) {
    let bytes = Array(buffer.readableBytesView)
    switch phase {
    case .webSocket: serverSentFrames(bytes)
    case .request, .answer, .plain:
      guard phase == .answer || !faults.answerHooks.isEmpty else { return write(bytes, toClient: true) }
      fromServer += bytes
      guard let end = fromServer.endOfHead else { return }
      if phase == .answer, String(decoding: fromServer.prefix(12), as: UTF8.self) == "HTTP/1.1 101" {
        beginWebSocket(answer: Array(fromServer[..<end]), rest: Array(fromServer[end...]))
      } else if faults.answerHooks.isEmpty {
        phase = .plain
        write(fromServer, toClient: true)
        fromServer = []
      } else if var answer = HTTPAnswer(fromServer) {
        for hook in faults.answerHooks { hook(&answer, self) }
        write(answer.bytes, toClient: true)
        fromServer = []
      }
    }
  }

  private func beginWebSocket(answer: [UInt8], rest: [UInt8]) {
    phase = .webSocket
    proxy.world.lines.append(self)
    write(answer, toClient: true)
    serverSentFrames(rest)
    clientSentFrames(fromClient)
    (fromClient, fromServer) = ([], [])
  }

  // MARK: - Frames of clients

  private func clientSentFrames(_ bytes: [UInt8]) {
    let isHeld = isOperator || faults.readsClients
    let frames = clientReader.frames(in: bytes)
    if !isHeld { write(bytes, toClient: false) }
    for (original, bytes) in frames {
      var frame = original
      let passes = faults.clientFrameHooks.allSatisfy { $0(&frame, self) }
      guard passes else { continue }
      pass(frame, bytes: frame == original ? bytes : frame.bytes, isHeld: isHeld)
    }
    if isHeld, clientReader.isBlind { write(clientReader.takeRest(), toClient: false) }
  }

  private func pass(_ frame: RawFrame, bytes: [UInt8], isHeld: Bool) {
    switch (frame.opcode, partial) {
    case (RawFrame.text, nil), (RawFrame.continuation, .some):
      let message = ((partial?.bytes ?? []) + bytes, (partial?.text ?? []) + frame.payload)
      partial = frame.isFinal ? nil : message
      if frame.isFinal {
        clientSaid(message.1, bytes: message.0, isHeld: isHeld)
      } else if isHeld, message.1.count > proxy.longestMessage {
        // It is too long, which the server has to see before the end.
        write(message.0, toClient: false)
        partial = nil
      }
    case (RawFrame.close, _):
      isGoodbyeSaid = true
      if isHeld { write(bytes, toClient: false) }
    case _: if isHeld { write(bytes, toClient: false) }
    }
  }

  // MARK: - Frames of the server

  private func serverSentFrames(_ bytes: [UInt8]) {
    for (original, bytes) in serverReader.frames(in: bytes) {
      var frame = original
      guard faults.serverFrameHooks.allSatisfy({ $0(&frame, self) }) else { continue }
      switch frame.opcode {
      case RawFrame.text: serverSaid(frame.payload, bytes: frame == original ? bytes : frame.bytes)
      case RawFrame.pong where release(pong: frame.payload): break
      case _:
        sendLate()
        write(frame == original ? bytes : frame.bytes, toClient: true)
      }
    }
  }

  /// Whether the proxy itself had asked for this pong.
  private func release(pong payload: [UInt8]) -> Bool {
    guard let body = awaitedPongs.removeValue(forKey: String(decoding: payload, as: UTF8.self)) else {
      return false
    }
    sendLate()
    body()
    return true
  }

  func sendLate() {
    let frames = late
    late = []
    for frame in frames { tell(frame) }
  }
}
