package import Wire

/// The HTTP API as an OpenAPI 3.1 document, made of the routes and of the commands and events that they stand for.
package enum OpenAPIDocument {
  /// The document, which refers to nothing outside of it.
  package static var document: JSON {
    .object([
      "openapi": .string("3.1.0"),
      "info": info,
      "servers": .array([.object(["url": .string("/")])]),
      "security": .array([security("token"), security("cookie"), .object([])]),
      "paths": .object(paths),
      "components": components,
    ])
  }

  /// The document as a server gives it out.
  package static var bytes: [UInt8] { document.bytes }

  private static let info = JSON.object([
    "title": .string("Verbatim"),
    "version": .string("1.0.0"),
    "description": .string(
      """
      Commands of the protocol as requests over HTTP, with the same rights and limits as over a WebSocket. Without a token \
      the asker is a guest, who may read what guests may read. protocol.md has the rules.
      """),
  ])

  private static func security(_ name: String) -> JSON { .object([name: .array([])]) }

  // MARK: - Paths

  private static var paths: [JSON.Member] {
    var order: [String] = []
    var operations: [String: [JSON.Member]] = [:]
    for route in HTTPRoute.all {
      if operations[route.path] == nil { order.append(route.path) }
      operations[route.path, default: []].append(
        .init(route.method.rawValue.lowercased(), operation(route)))
    }
    return order.map { .init($0, .object(operations[$0, default: []])) }
  }

  private static func operation(_ route: HTTPRoute) -> JSON {
    var members = [
      JSON.Member("operationId", .string(identifier(of: route))),
      .init("summary", .string(summary(of: route))),
      .init("parameters", .array(parameters(of: route))),
    ]
    if route.method.hasBody { members.append(.init("requestBody", body(of: route))) }
    members.append(.init("responses", responses(to: route)))
    return .object(members)
  }

  /// Such as `get_rooms_room_messages`.
  private static func identifier(of route: HTTPRoute) -> String {
    let parts = route.segments.map { segment -> String in
      switch segment {
      case .word(let word): word
      case .field(_, let name): name
      }
    }
    return ([route.method.rawValue.lowercased()] + parts).joined(separator: "_")
  }

  private static func summary(of route: HTTPRoute) -> String {
    switch route.success {
    case .reply: route.command.frame.meaning
    case .events: "Joins a room, and sends its events as they come."
    }
  }

  private static func parameters(of route: HTTPRoute) -> [JSON] {
    let path = route.segments.compactMap { segment -> JSON? in
      guard case .field(let field, let name) = segment else { return nil }
      return parameter(name, in: "path", field, isRequired: true)
    }
    let headers = route.headers.map { parameter($0.header, in: "header", $0.field) }
    let query = route.method.hasBody ? [] : route.otherFields.map { parameter($0.name, in: "query", $0) }
    return path + headers + query
  }

  private static func parameter(
    _ name: String, in place: String, _ field: FrameCatalog.Field, isRequired: Bool = false
  ) -> JSON {
    .object([
      "name": .string(name), "in": .string(place), "description": .string(field.meaning),
      "required": .bool(isRequired || field.need == .required),
      "schema": .object(FrameSchema(reader: .client).schema(of: field)),
    ])
  }

  private static func body(of route: HTTPRoute) -> JSON {
    let names = Set(route.otherFields.map(\.name))
    let rules = route.command.frame.rules.filter { $0.names.allSatisfy(names.contains) }
    let schema = FrameSchema(reader: .server).object(route.otherFields, rules: rules)
    return .object([.init("required", .bool(true)), content("application/json", .object(schema))])
  }

  // MARK: - Responses

  private static func responses(to route: HTTPRoute) -> JSON {
    let success: JSON.Member =
      switch route.success {
      case .reply(let status):
        .init("\(status)", response("It was done.", content("application/json", reply(to: route.command))))
      case .events:
        .init(
          "200",
          response(
            "Server-sent events, each with the JSON of an event of the protocol.",
            content("text/event-stream", .object(["type": .string("string")]))))
      }
    let refusal = JSON.reference("#/components/responses/Refusal")
    return .object([success, .init("4XX", refusal), .init("5XX", refusal)])
  }

  private static func reply(to command: CommandDefinition) -> JSON {
    let replies = command.replies.map { JSON.reference("#/components/schemas/\($0.rawValue)") }
    return replies.count == 1 ? replies[0] : .object(["oneOf": .array(replies)])
  }

  private static func response(_ description: String, _ content: JSON.Member) -> JSON {
    .object([.init("description", .string(description)), content])
  }

  private static func content(_ type: String, _ schema: JSON) -> JSON.Member {
    .init("content", .object([type: .object(["schema": schema])]))
  }

  // MARK: - Components

  private static var components: JSON {
    let replies = Set(HTTPRoute.all.flatMap(\.command.replies))
    let events = EventDefinition.all.filter { replies.contains($0.type) }
    let schemas = events.map {
      JSON.Member($0.type.rawValue, .object(FrameSchema(reader: .client).schema(of: $0.frame, common: [])))
    }
    return .object([
      "schemas": .object(schemas + [.init("Refusal", refusal)]),
      "responses": .object([
        "Refusal": .object([
          .init("description", .string("It was refused, and nothing was changed.")),
          .init(
            "headers",
            .object([
              "Retry-After": header("integer", "After how many seconds it may work."),
              "WWW-Authenticate": header("string", "With 401: how to log in."),
            ])),
          content("application/json", .reference("#/components/schemas/Refusal")),
        ])
      ]),
      "securitySchemes": .object([
        "token": .object(["type": .string("http"), "scheme": .string("bearer")]),
        "cookie": .object([
          "type": .string("apiKey"), "in": .string("cookie"), "name": .string("session"),
          "description": .string(
            "The cookie that `POST /login` sets; over TLS its name is `__Host-session`."),
        ]),
      ]),
    ])
  }

  /// An error over HTTP: the code is one of the protocol, or one of the few that only HTTP has.
  private static let refusal = JSON.object([
    "type": .string("object"), "required": .array([.string("code"), .string("message")]),
    "properties": .object([
      "code": property("string", "Why, for a program."),
      "message": property("string", "Why, for a person."),
      "field": property("string", "The field at fault, where there is one."),
      "retry_after_ms": property("integer", "After how many milliseconds it may work."),
    ]),
  ])

  private static func property(_ type: String, _ description: String) -> JSON {
    .object(["type": .string(type), "description": .string(description)])
  }

  private static func header(_ type: String, _ description: String) -> JSON {
    .object(["description": .string(description), "schema": .object(["type": .string(type)])])
  }
}
