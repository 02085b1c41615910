import HTTPTypes
import Wire

/// The fields of a request about an account: a form of a web page, or JSON.
struct AccountForm {
  private let fields: [String: String]

  /// The longest body that is read, in bytes.
  static let maximumBytes = 16 * 1024

  /// Why a body cannot be read.
  enum Problem: Error {
    case mediaType
    case malformed(String)

    var answer: PlainResponse {
      switch self {
      case .mediaType:
        PlainResponse(
          .unsupportedMediaType, code: "bad_request",
          message: "Send application/x-www-form-urlencoded or application/json.")
      case .malformed(let message): PlainResponse(.badRequest, code: "bad_frame", message: message)
      }
    }
  }

  init(_ body: [UInt8], contentType: String?) throws(Problem) {
    let type = contentType?.split(separator: ";").first?.lowercased().filter { $0 != " " }
    switch type {
    case "application/json": fields = try Self.json(body)
    case "application/x-www-form-urlencoded": fields = try Self.form(body)
    case _: throw .mediaType
    }
  }

  /// A field that has to be there.
  func text(_ name: String) throws(Problem) -> JSON {
    guard let text = fields[name] else { throw .malformed("`\(name)` is missing.") }
    return .string(text)
  }

  private static func json(_ body: [UInt8]) throws(Problem) -> [String: String] {
    guard let json = try? JSON.parse(body, maximumBytes: maximumBytes, maximumDepth: 4),
      case .object(let members) = json
    else { throw .malformed("The body is not a JSON object in UTF-8.") }
    var fields: [String: String] = [:]
    for member in members {
      if case .string(let text) = member.value { fields[member.name] = text }
    }
    return fields
  }

  /// A form as browsers send it (WHATWG URL, section 5.1), but for what is no UTF-8, which is refused.
  private static func form(_ body: [UInt8]) throws(Problem) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : []) else {
        throw .malformed("The form is not UTF-8 with percent signs before two hexadecimal digits.")
      }
      guard fields.updateValue(value, forKey: name) == nil else {
        throw .malformed("A field of the form is there twice.")
      }
    }
    return fields
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var plain: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
          return nil
        }
        plain.append(high << 4 | low)
      case _: plain.append(byte)
      }
    }
    return String(validating: plain, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case _: nil
    }
  }
}
