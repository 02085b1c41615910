import LoadGenerator
import Testing
import Wire

@Suite("WebSocket frames of a load") struct FramingTests {
  private func head(_ bytes: [UInt8]) -> FrameHead.Reading { bytes.withUnsafeBytes { FrameHead.read($0) } }

  private func unmasked(_ frame: [UInt8]) -> [UInt8] {
    let start = frame[1] & 0x7f == 127 ? 10 : frame[1] & 0x7f == 126 ? 4 : 2
    return frame[(start + 4)...].enumerated().map { $1 ^ frame[start + $0 & 3] }
  }

  @Test func `heads are read in all three lengths`() {
    let text = FrameHead(isFinal: true, opcode: 1, length: 2, payloadLength: 125)
    #expect(head([0x81, 125]) == .head(text))
    let medium = FrameHead(isFinal: false, opcode: 1, length: 4, payloadLength: 0x1234)
    #expect(head([0x01, 126, 0x12, 0x34]) == .head(medium))
    let long = FrameHead(isFinal: true, opcode: 2, length: 10, payloadLength: 0x1_0000)
    #expect(head([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]) == .head(long))
  }

  @Test func `a head that is cut anywhere is incomplete`() {
    let whole: [UInt8] = [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]
    for length in 0..<whole.count { #expect(head(Array(whole.prefix(length))) == .incomplete) }
  }

  @Test(
    arguments: [
      [0xc1, 1], [0x81, 0x81], [0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255],
    ] as [[UInt8]])
  func `no server may send these`(bytes: [UInt8]) {
    #expect(head(bytes) == .invalid)
  }

  @Test(arguments: [0, 1, 125, 126, 65_535, 65_536])
  func `a client's frame is whole and masked`(length: Int) {
    let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    let frame = ClientFrame.bytes(opcode: 1, payload: payload, mask: 0x0102_0304)
    #expect(frame[0] == 0x81)
    #expect(frame[1] & 0x80 == 0x80)
    #expect(frame[1] & 0x7f == (length < 126 ? UInt8(length) : length < 65_536 ? 126 : 127))
    #expect(unmasked(frame) == payload)
  }

  @Test func `a message is a command with its marker twice`() throws {
    let template = MessageTemplate(room: "the \"room\"", size: 50, mask: 0xdead_beef)
    var bytes: [UInt8] = [1, 2, 3]
    let marker = Marker(run: 5, sender: 6, count: 7, time: 8)
    template.append(marker, to: &bytes)
    #expect(bytes.count == 3 + template.length)
    let payload = unmasked(Array(bytes.dropFirst(3)))
    let frame = try #require(ServerFrame(parsing: payload))
    #expect(frame.typeName == "chat_message")
    #expect(frame.room == "the \"room\"")
    let id = try #require(frame.text("id"))
    #expect(id.utf8.count == Marker.length)
    #expect(Array(id.utf8).withUnsafeBytes { Marker.first(of: 5, in: $0) } == marker)
    #expect(frame.message == id + String(repeating: "x", count: 14))
  }

  @Test(arguments: [
    (#"{"type":"chat_message","room":"r"}"#, FrameKind.delivery),
    (#"{"type":"ack","re":"1"}"#, .acknowledgement),
    (#"{"type":"error","code":"no"}"#, .error),
    (#"{"type":"user_join","user":"u"}"#, .other),
    (#"{"type":"ack"#, .other),
    (#"{"re": "1", "type": "ack"}"#, .acknowledgement),
    (#"{"type": "chat_message"}"#, .delivery),
    ("", .other),
  ])
  func `the kind of a frame is told by its type`(text: String, kind: FrameKind) {
    #expect(Array(text.utf8).withUnsafeBytes { FrameKind.of($0) } == kind)
  }
}
