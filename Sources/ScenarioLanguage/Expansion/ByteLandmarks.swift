/// Finds places in the bytes of a JSON text, whose parser gives values without them.
enum ByteLandmarks {
  /// A place: line and column from 1, the column in Unicode scalars.
  struct Place: Hashable {
    var line = 1
    var column = 1

    fileprivate mutating func pass(_ byte: UInt8) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  /// The place of a byte, or of the end where there are fewer.
  static func place(of offset: Int, in bytes: [UInt8]) -> Place {
    var place = Place()
    for byte in bytes.prefix(offset) { place.pass(byte) }
    return place
  }

  /// Where each element of a list begins; the bytes are a list in valid JSON.
  static func elements(of bytes: [UInt8]) -> [Place] {
    var places: [Place] = []
    var place = Place()
    var depth = 0
    var isInString = false
    var isEscaped = false
    var isBeforeElement = false
    for byte in bytes {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else {
        let isSpace = byte <= UInt8(ascii: " ")
        if isBeforeElement && !isSpace && byte != UInt8(ascii: "]") {
          places.append(place)
          isBeforeElement = false
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          if depth == 1 { isBeforeElement = true }
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
        case UInt8(ascii: ",") where depth == 1: isBeforeElement = true
        case _: break
        }
      }
      place.pass(byte)
    }
    return places
  }
}
