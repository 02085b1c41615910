import Engine
import HTTPTypes
import Wire

/// A request of the API as the frame of the command that it stands for.
///
/// A body is taken over byte for byte, so that a number in it is read as it was written, as over a WebSocket.
struct CommandRequest {
  let frame: [UInt8]
  /// The fields of the command that are not in a body.
  let fields: [JSON.Member]

  /// Errors: the answer to a request that is none of a command.
  ///
  /// - Parameter fields: Those in the path.
  init(_ route: HTTPRoute, _ fields: [JSON.Member], _ request: PlainRequest) throws(PlainResponse) {
    var fields = fields
    for (header, field) in route.headers {
      guard let text = HTTPField.Name(header).flatMap({ request.headers[$0] }) else { continue }
      fields.append(.init(field.name, field.kind.value(of: text)))
    }
    if !route.method.hasBody {
      for (name, text) in try Self.parameters(of: request.query ?? "") {
        // What else is in the query means nothing, like an unknown field; a header has precedence.
        guard let field = route.command.frame.fields.first(where: { $0.name == name }),
          !fields.contains(where: { $0.name == name })
        else { continue }
        fields.append(.init(name, field.kind.value(of: text)))
      }
    }
    self.fields = fields
    var bytes = Visit.frame(route.command, fields)
    let members =
      try route.method.hasBody
      ? Self.members(of: request, besides: ["type", "id"] + fields.map(\.name)) : []
    if !members.isEmpty {
      bytes[bytes.count - 1] = UInt8(ascii: ",")
      bytes += members
      bytes.append(UInt8(ascii: "}"))
    }
    frame = bytes
  }

  /// The parameters of a query, in its order.
  private static func parameters(of query: String) throws(PlainResponse) -> [(name: String, text: String)] {
    var parameters: [(name: String, text: String)] = []
    for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.text(parts[0], plusIsSpace: true),
        let text = PercentEncoding.text(parts.count > 1 ? parts[1] : parts[0].prefix(0), plusIsSpace: true)
      else {
        throw PlainResponse(
          Refusal(.badFrame, "The query is not UTF-8 with percent signs before two hexadecimal digits."))
      }
      guard name.mayNameField else { continue }
      guard !parameters.contains(where: { $0.name == name }) else {
        throw PlainResponse(Refusal(.badFrame, "`\(name)` is in the query twice.", field: name))
      }
      parameters.append((name, text))
      guard parameters.count <= mostParameters else {
        throw PlainResponse(Refusal(.badFrame, "The query has more than \(mostParameters) parameters."))
      }
    }
    return parameters
  }

  /// What stands between the braces of a body.
  ///
  /// - Parameter others: The names that the frame has already.
  private static func members(
    of request: PlainRequest, besides others: [String]
  ) throws(PlainResponse) -> [UInt8] {
    let body = request.body.trimmingWhiteSpace
    guard !body.isEmpty else { return [] }
    let type = request.headers[.contentType]?.ascii?.split(separator: ";").first?.trimmed.lowercased()
    guard type == "application/json" else {
      throw .badRequest("Send application/json.", .unsupportedMediaType)
    }
    let json: JSON
    do throws(JSONError) {
      json = try JSON.parse(Array(body), maximumBytes: PlainRequest.longestBody, maximumDepth: 64)
    } catch {
      throw PlainResponse(Refusal(.badJSON, "The body is not the JSON that is accepted: \(error)."))
    }
    guard case .object(let members) = json else {
      throw PlainResponse(Refusal(.badFrame, "The body must be a JSON object."))
    }
    for other in others where json[other] != nil {
      throw PlainResponse(
        Refusal(
          .badFrame, "`\(other)` cannot stand in the body; the rest of the request says it.", field: other))
    }
    return members.isEmpty ? [] : Array(body.dropFirst().dropLast())
  }

  /// No command has more fields.
  private static let mostParameters = 32
}

extension [UInt8] {
  /// The bytes without the white space of JSON at their ends.
  fileprivate var trimmingWhiteSpace: ArraySlice<UInt8> {
    let isWhite: (UInt8) -> Bool = { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    let rest = drop(while: isWhite)
    guard let end = rest.lastIndex(where: { !isWhite($0) }) else { return [] }
    return rest[...end]
  }
}
