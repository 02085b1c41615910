import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a frame of the server is for a load, told by its first bytes.
package enum FrameKind: Hashable, Sendable {
  case delivery
  case acknowledgement
  case error
  case other

  /// The kind of a frame. Only of a server that does not put `type` first, without white space, the whole frame is read.
  package static func of(_ payload: UnsafeRawBufferPointer) -> FrameKind {
    let start: StaticString = #"{"type":""#
    guard begins(payload, at: 0, with: start) else {
      return named(ServerFrame(parsing: Array(payload))?.typeName)
    }
    let place = start.utf8CodeUnitCount
    if begins(payload, at: place, with: #"chat_message""#) { return .delivery }
    if begins(payload, at: place, with: #"ack""#) { return .acknowledgement }
    if begins(payload, at: place, with: #"error""#) { return .error }
    return .other
  }

  private static func named(_ type: String?) -> FrameKind {
    switch type {
    case "chat_message": .delivery
    case "ack": .acknowledgement
    case "error": .error
    case _: .other
    }
  }

  private static func begins(
    _ payload: UnsafeRawBufferPointer, at offset: Int, with text: StaticString
  ) -> Bool {
    let length = text.utf8CodeUnitCount
    guard let base = payload.baseAddress, payload.count >= offset + length else { return false }
    return memcmp(base + offset, text.utf8Start, length) == 0
  }
}
