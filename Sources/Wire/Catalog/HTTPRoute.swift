/// One request of the HTTP API: which command it stands for, and where the fields of the command are.
///
/// The server's routing and the OpenAPI document are made from these. Fields that a command gains are taken from the query, or from the
/// body where there is one, with nothing to be changed here.
package struct HTTPRoute: Sendable {
  package enum Method: String, CaseIterable, Sendable {
    case get = "GET"
    case post = "POST"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether the fields that are not in the path are in a body; otherwise they are in the query.
    package var hasBody: Bool {
      switch self {
      case .get, .delete: false
      case .post, .patch: true
      }
    }
  }

  /// A part of the path between two slashes.
  package enum Segment: Hashable, Sendable {
    case word(String)
    /// A field of the command, percent-encoded, with the name that the path has for it.
    case field(FrameCatalog.Field, shownAs: String)
  }

  /// What is answered where the command worked.
  package enum Success: Hashable, Sendable {
    /// The command's reply, with this status.
    case reply(status: Int)
    /// The events of a room from now on, as they come.
    case events
  }

  package let method: Method
  package let segments: [Segment]
  package let command: CommandDefinition
  package let success: Success
  /// The fields of the command that this request cannot have.
  private let omitted: Set<String>

  /// - Parameters:
  ///   - path: With names in braces for fields of the command.
  ///   - renamed: The field of each such name, where it has another name.
  init(
    _ method: Method, _ path: String, _ command: CommandDefinition, renamed: [String: String] = [:],
    omitting omitted: Set<String> = [], success: Success = .reply(status: 200)
  ) {
    self.method = method
    self.command = command
    self.omitted = omitted
    self.success = success
    segments = path.dropFirst().split(separator: "/").map { part -> Segment in
      guard part.hasPrefix("{") else { return .word(String(part)) }
      let name = String(part.dropFirst().dropLast())
      guard let field = command.frame.fields.first(where: { $0.name == renamed[name, default: name] }) else {
        preconditionFailure("\(command.name) has no field for \(path)")
      }
      return .field(field, shownAs: name)
    }
  }

  /// The path, with names in braces.
  package var path: String {
    segments.map { segment -> String in
      switch segment {
      case .word(let word): "/\(word)"
      case .field(_, let name): "/{\(name)}"
      }
    }.joined()
  }

  /// The fields in headers, with the header's name.
  package var headers: [(header: String, field: FrameCatalog.Field)] {
    fields.compactMap { field in header(of: field).map { (header: $0, field: field) } }
  }

  /// The fields in the query or in the body.
  package var otherFields: [FrameCatalog.Field] { fields.filter { header(of: $0) == nil } }

  /// All fields but those in the path.
  private var fields: [FrameCatalog.Field] {
    command.frame.fields.filter { field in
      let isInPath = segments.contains { if case .field(field, _) = $0 { true } else { false } }
      return !isInPath && !omitted.contains(field.name)
    }
  }

  private func header(of field: FrameCatalog.Field) -> String? {
    switch (field.name, success) {
    case ("key", _): "Idempotency-Key"
    case ("after", .events): "Last-Event-ID"
    case _: nil
    }
  }

  /// What a webhook's message is, too.
  package static let chatMessage = HTTPRoute(
    .post, "/rooms/{room}/messages", .chatMessage, success: .reply(status: 201))

  /// All requests, in the order of the documents.
  package static let all = [
    HTTPRoute(.get, "/rooms", .roomList),
    HTTPRoute(.post, "/rooms", .createRoom, success: .reply(status: 201)),
    HTTPRoute(.get, "/rooms/{room}/users", .who),
    HTTPRoute(.get, "/rooms/{room}/messages", .history, omitting: ["with"]),
    chatMessage,
    HTTPRoute(.patch, "/rooms/{room}/messages/{seq}", .editMessage, omitting: ["with"]),
    HTTPRoute(.delete, "/rooms/{room}/messages/{seq}", .deleteMessage),
    HTTPRoute(.get, "/rooms/{room}/events", .join, success: .events),
    HTTPRoute(.get, "/users/{user}/messages", .history, renamed: ["user": "with"], omitting: ["room"]),
    HTTPRoute(
      .post, "/users/{user}/messages", .privateMessage, renamed: ["user": "to"],
      success: .reply(status: 201)),
    HTTPRoute(
      .patch, "/users/{user}/messages/{seq}", .editMessage, renamed: ["user": "with"], omitting: ["room"]),
    HTTPRoute(.get, "/search", .search),
  ]
}

// MARK: - Finding the route of a request

extension HTTPRoute {
  /// What a method and a path stand for.
  package enum Match: Sendable {
    /// A request, with the fields that are in its path.
    case found(HTTPRoute, [JSON.Member])
    /// The path has other methods only.
    case otherMethods([Method])
    case nothing
  }

  /// - Parameter path: Without the query, as it was sent.
  package static func match(_ method: String, _ path: String) -> Match {
    let parts = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard path.utf8.first == UInt8(ascii: "/") else { return .nothing }
    var methods: [Method] = []
    for route in all {
      guard let fields = route.fields(in: parts) else { continue }
      guard route.method.rawValue == method else {
        methods.append(route.method)
        continue
      }
      return .found(route, fields)
    }
    return methods.isEmpty ? .nothing : .otherMethods(methods)
  }

  /// The fields that the parts of a path give, or nil where it is another path.
  private func fields(in parts: [Substring.UTF8View]) -> [JSON.Member]? {
    guard parts.count == segments.count else { return nil }
    var fields: [JSON.Member] = []
    for (segment, part) in zip(segments, parts) {
      switch segment {
      case .word(let word): guard part.elementsEqual(word.utf8) else { return nil }
      case .field(let field, _):
        guard let text = PercentEncoding.text(part) else { return nil }
        fields.append(.init(field.name, field.kind.value(of: text)))
      }
    }
    return fields
  }
}

extension FrameCatalog.Kind {
  /// The value that a text of a URL stands for. What is none of this kind stays a text, which the command then refuses by name.
  package func value(of text: String) -> JSON {
    if case .integer = self, let number = Int64(text), "\(number)" == text { return .integer(number) }
    if self == .truth || self == .flag, let truth = Bool(text) { return .bool(truth) }
    return .string(text)
  }
}
