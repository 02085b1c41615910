/// Cuts the bytes of a stream into messages, each after a header with its `Content-Length`.
package struct MessageReader {
  /// What stands next in the stream.
  package enum Next: Hashable, Sendable {
    /// The content of a message.
    case message([UInt8])
    /// A message that is longer than the limit, and was skipped.
    case tooLong(bytes: Int)
    /// The stream is not what it should be, for this reason; nothing more can be read of it.
    case broken(String)
  }

  /// The longest message, in bytes: a scenario file of the largest size, with room for escapes.
  package static let mostBytes = 64 << 20
  /// The longest header of a message, in bytes.
  private static let mostHeaderBytes = 8192
  private static let headerEnd = Array("\r\n\r\n".utf8)

  private let mostBytes: Int
  private var buffer: [UInt8] = []
  /// The length of the message whose header was read.
  private var length: Int?
  /// How many bytes of a message that is too long are still to come.
  private var skipped = 0

  /// Makes a reader at the start of a stream.
  package init(mostBytes: Int = MessageReader.mostBytes) { self.mostBytes = mostBytes }

  /// Takes the next bytes of the stream.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    let dropped = min(skipped, bytes.count)
    skipped -= dropped
    buffer += bytes.dropFirst(dropped)
  }

  /// What stands next, or nil where more bytes are needed.
  package mutating func next() -> Next? {
    if length == nil {
      guard let end = endOfHeader() else {
        return buffer.count > Self.mostHeaderBytes
          ? .broken("a header has more than \(Self.mostHeaderBytes) bytes") : nil
      }
      let header = String(decoding: buffer[..<end], as: UTF8.self)
      buffer.removeFirst(end + Self.headerEnd.count)
      guard let length = Self.length(in: header) else {
        return .broken("a header has no Content-Length with the number of bytes")
      }
      guard length <= mostBytes else {
        let dropped = min(length, buffer.count)
        buffer.removeFirst(dropped)
        skipped = length - dropped
        return .tooLong(bytes: length)
      }
      self.length = length
    }
    guard let length, buffer.count >= length else { return nil }
    let message = Array(buffer[..<length])
    buffer.removeFirst(length)
    self.length = nil
    return .message(message)
  }

  /// A message with its header.
  package static func framed(_ message: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(message.count)\r\n\r\n".utf8) + message
  }

  private func endOfHeader() -> Int? {
    let last = min(buffer.count, Self.mostHeaderBytes) - Self.headerEnd.count
    guard last >= 0 else { return nil }
    return (0...last).first { buffer[$0...].starts(with: Self.headerEnd) }
  }

  /// The length that a header names; names of header fields are alike in upper and lower case.
  private static func length(in header: String) -> Int? {
    for line in header.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      let digits = parts[1].filter { $0 != " " && $0 != "\t" }
      guard !digits.isEmpty, digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
      return Int(digits)
    }
    return nil
  }
}
