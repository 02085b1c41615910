import Wire

/// A WebSocket that says exactly what a test wants to say.
final class ChatSocket {
  let connection: RawConnection

  struct Refused: Error { let reply: String }

  init(_ server: ServerUnderTest, path: String = "/ws", _ headers: [String: String] = [:]) async throws {
    connection = try await RawConnection(port: server.port)
    var head = "GET \(path) HTTP/1.1\r\nHost: localhost:\(server.port)\r\nUpgrade: websocket\r\n"
    head += "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    head += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
    try await connection.send(head + "\r\n")
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let index = connection.buffer.indices.first(where: { connection.buffer[$0...].starts(with: end) }) {
        let head = String(decoding: connection.take(index + 4), as: UTF8.self)
        guard head.hasPrefix("HTTP/1.1 101") else { throw Refused(reply: head) }
        return
      }
      guard await connection.readMore() else {
        throw Refused(reply: String(decoding: connection.buffer, as: UTF8.self))
      }
    }
  }

  /// Sends one frame, masked with zeroes.
  func send(_ text: String, opcode: UInt8 = 1) async throws {
    let payload = Array(text.utf8)
    var frame: [UInt8] = [0x80 | opcode]
    switch payload.count {
    case ..<126: frame.append(0x80 | UInt8(payload.count))
    case _: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
    }
    try await connection.send(frame + [0, 0, 0, 0] + payload)
  }

  /// Says goodbye with a code.
  func sayGoodbye(_ code: UInt16) async throws {
    let frame: [UInt8] = [0x88, 0x82, 0, 0, 0, 0, UInt8(code >> 8), UInt8(code & 0xff)]
    try await connection.send(frame)
  }

  /// The next frame, or nil where the server has hung up.
  func nextFrame(isolation: isolated (any Actor)? = #isolation) async -> (opcode: UInt8, payload: [UInt8])? {
    while true {
      if let frame = takeFrame() { return frame }
      guard await connection.readMore(isolation: isolation) else { return nil }
    }
  }

  /// The next message whose type this is; others before it are passed over.
  func next(_ type: String, isolation: isolated (any Actor)? = #isolation) async throws -> JSON {
    while let frame = await nextFrame(isolation: isolation) {
      guard frame.opcode == 1 else { continue }
      let json = try JSON.parse(frame.payload, maximumBytes: 1 << 20, maximumDepth: 16)
      if json["type"] == .string(type) { return json }
    }
    throw Refused(reply: "no \(type)")
  }

  /// The code with which the server said goodbye; what came before is passed over.
  func closeCode(isolation: isolated (any Actor)? = #isolation) async -> UInt16? {
    while let frame = await nextFrame(isolation: isolation) {
      guard frame.opcode == 8, frame.payload.count >= 2 else { continue }
      return UInt16(frame.payload[0]) << 8 | UInt16(frame.payload[1])
    }
    return nil
  }

  private func takeFrame() -> (opcode: UInt8, payload: [UInt8])? {
    let buffer = connection.buffer
    guard buffer.count >= 2 else { return nil }
    var start = 2
    var length = Int(buffer[1] & 0x7f)
    if length == 126 {
      guard buffer.count >= 4 else { return nil }
      start = 4
      length = Int(buffer[2]) << 8 | Int(buffer[3])
    }
    guard buffer.count >= start + length else { return nil }
    let opcode = buffer[0] & 0xf
    return (opcode, Array(connection.take(start + length).dropFirst(start)))
  }
}
