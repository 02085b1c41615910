import Wire

/// The frame of a `chat_message` to one room, in which nothing but the marker changes from message to message.
package struct MessageTemplate: Sendable {
  private let frame: [UInt8]
  private let mask: [UInt8]
  /// Where the payload begins, and the markers in the `id` and in the text.
  private let payloadAt: Int
  private let idAt: Int
  private let textAt: Int

  /// - Parameter size: How many characters the text has, those of the marker among them.
  package init(room: String, size: Int, mask: UInt32) {
    let blank = [UInt8](repeating: UInt8(ascii: "x"), count: Marker.length)
    var payload = Array(#"{"type":"chat_message","id":""#.utf8)
    let idAt = payload.count
    payload += blank
    payload += #"","room":"#.utf8
    payload += JSON.string(room).bytes
    payload += #","message":""#.utf8
    let textAt = payload.count
    payload += [UInt8](repeating: UInt8(ascii: "x"), count: max(size, Marker.length))
    payload += #""}"#.utf8
    frame = ClientFrame.bytes(opcode: FrameHead.text, payload: payload, mask: mask)
    payloadAt = ClientFrame.headLength(ofPayload: payload.count)
    self.idAt = payloadAt + idAt
    self.textAt = payloadAt + textAt
    self.mask = ClientFrame.bytes(of: mask)
  }

  /// How many bytes a frame has.
  package var length: Int { frame.count }

  /// Appends the frame of one message.
  package func append(_ marker: Marker, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes += frame
    bytes.withUnsafeMutableBufferPointer { bytes in
      write(marker, to: bytes, at: idAt, from: start)
      write(marker, to: bytes, at: textAt, from: start)
    }
  }

  private func write(
    _ marker: Marker, to bytes: UnsafeMutableBufferPointer<UInt8>, at place: Int, from start: Int
  ) {
    marker.write(to: bytes, at: start + place)
    for offset in place..<place + Marker.length {
      bytes[start + offset] ^= mask[(offset - payloadAt) & 3]
    }
  }
}
