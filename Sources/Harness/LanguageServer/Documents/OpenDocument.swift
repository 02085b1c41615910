import ScenarioLanguage
import Wire

/// A file as the client has it open, saved or not.
struct OpenDocument {
  /// As the client writes it, which may be another way than ours.
  let uri: String
  private(set) var version: Int
  /// The text in UTF-8.
  private(set) var bytes: [UInt8]

  init(uri: String, version: Int, text: String) {
    (self.uri, self.version) = (uri, version)
    bytes = Array(text.utf8)
  }

  /// The path that the language knows it by.
  var path: String { DocumentURI.path(of: uri) }

  /// The file that it would be if it were saved.
  var file: SourceFile { SourceFile(path: path, bytes: bytes) }

  /// Carries out changes in their order: each of a part, or of the whole text.
  mutating func apply(_ changes: [JSON], version: Int, _ encoding: PositionEncoding) throws(RPCError) {
    var changed = bytes
    for change in changes {
      guard let text = change["text"]?.asText else {
        throw RPCError(.invalidParameters, "a change has a text")
      }
      guard let range = change["range"], range != .null else {
        changed = Array(text.utf8)
        continue
      }
      guard let start = Position(range["start"]), let end = Position(range["end"]) else {
        throw RPCError(.invalidParameters, "a range has a start and an end, each with line and character")
      }
      let from = Self.offset(of: start, in: changed, encoding)
      let to = max(from, Self.offset(of: end, in: changed, encoding))
      changed.replaceSubrange(from..<to, with: Array(text.utf8))
    }
    (bytes, self.version) = (changed, version)
  }

  /// Where a position is among the bytes; one behind the end of its line is at the end, and one behind the last line at the text's end.
  private static func offset(of position: Position, in bytes: [UInt8], _ encoding: PositionEncoding) -> Int {
    var start = 0
    for _ in 0..<position.line {
      guard let end = bytes[start...].firstIndex(where: isLineEnd) else { return bytes.count }
      let isPair = bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A
      start = end + (isPair ? 2 : 1)
    }
    let end = bytes[start...].firstIndex(where: isLineEnd) ?? bytes.count
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    let scalars = encoding.scalars(before: position.character, in: line)
    return start + PositionEncoding.utf8.units(before: scalars, in: line)
  }

  /// The protocol ends lines with a line feed, a carriage return, or both.
  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
