import Cryptography
import Foundation

/// The key with which a client opens a WebSocket (RFC 6455, section 4.1).
enum WebSocketKey {
  /// Whether a key is 16 bytes in base64: 22 letters and the padding.
  static func isValid(_ key: String) -> Bool {
    let bytes = Array(key.utf8)
    guard bytes.count == 24, bytes.suffix(2).elementsEqual("==".utf8) else { return false }
    return bytes.dropLast(2).allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
        true
      case _: false
      }
    }
  }

  /// What the server answers to it (section 4.2.2).
  static func accept(_ key: String) -> String {
    Data(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
  }
}
