import Engine
import HTTPTypes
import Wire

/// The fields of a request about an account: a form of a web page, or JSON.
struct AccountForm {
  private let fields: [String: String]

  /// Errors: the answer to a body that cannot be read.
  init(_ request: PlainRequest) throws(PlainResponse) {
    let body = request.body
    let type = request.headers[.contentType]?.ascii?.split(separator: ";").first?.lowercased().filter {
      $0 != " "
    }
    switch type {
    case "application/json": fields = try Self.json(body)
    case "application/x-www-form-urlencoded": fields = try Self.form(body)
    case _:
      throw .badRequest(
        "Send application/x-www-form-urlencoded or application/json.", .unsupportedMediaType)
    }
  }

  /// A field that has to be there.
  func text(_ name: String) throws(PlainResponse) -> JSON {
    guard let text = fields[name] else { throw Self.malformed("`\(name)` is missing.") }
    return .string(text)
  }

  /// A field that may be absent, as a member of that name.
  func optional(_ name: String) -> [JSON.Member] { fields[name].map { [.init(name, .string($0))] } ?? [] }

  private static func json(_ body: [UInt8]) throws(PlainResponse) -> [String: String] {
    guard let json = try? JSON.parse(body, maximumBytes: PlainRequest.longestBody, maximumDepth: 4),
      case .object(let members) = json
    else { throw malformed("The body is not a JSON object in UTF-8.") }
    var fields: [String: String] = [:]
    for member in members where member.name.mayNameField {
      if case .string(let text) = member.value { fields[member.name] = text }
    }
    return fields
  }

  /// A form as browsers send it (WHATWG URL, section 5.1), but for what is no UTF-8, which is refused.
  private static func form(_ body: [UInt8]) throws(PlainResponse) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.text(parts[0], plusIsSpace: true),
        let value = PercentEncoding.text(parts.count > 1 ? parts[1] : [], plusIsSpace: true)
      else {
        throw malformed("The form is not UTF-8 with percent signs before two hexadecimal digits.")
      }
      guard name.mayNameField else { continue }
      guard fields.updateValue(value, forKey: name) == nil else {
        throw malformed("A field of the form is there twice.")
      }
    }
    return fields
  }

  private static func malformed(_ message: String) -> PlainResponse {
    PlainResponse(Refusal(.badFrame, message))
  }
}
