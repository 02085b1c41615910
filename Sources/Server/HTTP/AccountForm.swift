import HTTPTypes
import Wire

/// The fields of a request about an account: a form of a web page, or JSON.
struct AccountForm {
  private let fields: [String: String]

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

  init(_ request: PlainRequest) throws(Problem) {
    let body = request.body
    let type = request.headers[.contentType]?.ascii?.split(separator: ";").first?.lowercased().filter {
      $0 != " "
    }
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

  /// A field that may be absent, as a member of that name.
  func optional(_ name: String) -> [JSON.Member] { fields[name].map { [.init(name, .string($0))] } ?? [] }

  private static func json(_ body: [UInt8]) throws(Problem) -> [String: String] {
    guard let json = try? JSON.parse(body, maximumBytes: PlainRequest.longestBody, maximumDepth: 4),
      case .object(let members) = json
    else { throw .malformed("The body is not a JSON object in UTF-8.") }
    var fields: [String: String] = [:]
    for member in members where isShort(member.name) {
      if case .string(let text) = member.value { fields[member.name] = text }
    }
    return fields
  }

  /// A form as browsers send it (WHATWG URL, section 5.1), but for what is no UTF-8, which is refused.
  private static func form(_ body: [UInt8]) throws(Problem) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.text(parts[0], plusIsSpace: true),
        let value = PercentEncoding.text(parts.count > 1 ? parts[1] : [], plusIsSpace: true)
      else {
        throw .malformed("The form is not UTF-8 with percent signs before two hexadecimal digits.")
      }
      guard isShort(name) else { continue }
      guard fields.updateValue(value, forKey: name) == nil else {
        throw .malformed("A field of the form is there twice.")
      }
    }
    return fields
  }

  /// Whether a name may be that of a field: the longer ones mean nothing and cost time, as in `CommandDefinition.named`.
  private static func isShort(_ name: String) -> Bool { name.utf8.count <= 32 }
}
