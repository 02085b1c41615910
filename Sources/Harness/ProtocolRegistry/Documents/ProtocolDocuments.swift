import Engine
import Wire

/// The documents for programs that are made from the registries: a JSON Schema for each frame, the AsyncAPI and the OpenAPI document.
package enum ProtocolDocuments {
  /// The folder of the schemas, which holds nothing else.
  package static let schemaFolder = "Docs/schema"

  /// One file of the package.
  package struct File: Sendable {
    /// Where it is, relative to the package.
    package let path: String
    /// What it holds.
    package let text: String
  }

  /// All files, in the order of the registries.
  package static var files: [File] {
    schemas.map { File(path: "\(schemaFolder)/\($0.path)", text: $0.schema.pretty() + "\n") }
      + [
        File(path: "Docs/asyncapi.json", text: AsyncAPIDocument.document.pretty() + "\n"),
        File(path: "Docs/openapi.json", text: OpenAPIDocument.document.pretty() + "\n"),
      ]
  }

  /// The schemas, each with its path below the folder.
  static var schemas: [(path: String, schema: JSON)] {
    let commands = FrameCatalog.commands.map { SchemaFile("commands", $0, .command) }
    let events = FrameCatalog.events.map { SchemaFile("events", $0, .event) }
    let chat = FrameCatalog.tutorialChat.map { SchemaFile("tutorials/chat", $0, .tutorial) }
    let operatorCommands = FrameCatalog.operatorCommands.map { SchemaFile("operator/commands", $0, .command) }
    let operatorReplies = FrameCatalog.operatorReplies.map { SchemaFile("operator/replies", $0, .event) }
    let choices = [
      choice("command.json", "Command", "A frame that a client sends.", of: commands),
      choice("event.json", "Event", "A frame that a server sends.", of: events),
      choice(
        "tutorials/chat.json", "Frame of /ws/chat/", "A frame that a client of `/ws/chat/` receives.",
        of: chat
      ),
      choice(
        "operator/command.json", "Operator's command", "A frame that only an operator's connection may send.",
        of: operatorCommands),
      choice(
        "operator/reply.json", "Operator's reply", "What answers the commands of an operator's connection.",
        of: operatorReplies),
    ]
    let frames = (commands + events + chat + operatorCommands + operatorReplies).map { ($0.path, $0.schema) }
    return choices + frames + untyped + codes
  }

  private static func choice(
    _ path: String, _ title: String, _ description: String, of files: [SchemaFile]
  ) -> (path: String, schema: JSON) {
    (path, FrameSchema.choice(path, title: title, description: description, of: files.map(\.path)))
  }

  /// The frames of tutorials that have no `type`.
  private static var untyped: [(path: String, schema: JSON)] {
    let line = "tutorials/line.json"
    let notification = "tutorials/notification.json"
    return [
      (
        line,
        FrameSchema.document(
          line, title: "line", description: "A frame that the client of a tutorial sends.",
          FrameSchema(reader: .server).object(FrameCatalog.tutorialLine))
      ),
      (
        notification,
        FrameSchema.document(
          notification, title: "notification",
          description: "A frame that a client of `/ws/notification/` receives.",
          FrameSchema(reader: .client).object(FrameCatalog.tutorialNotification))
      ),
    ]
  }

  /// The tables of codes, as schemas of one code.
  private static var codes: [(path: String, schema: JSON)] {
    let errors = "error-code.json"
    let closes = "close-code.json"
    return [
      (
        errors,
        FrameSchema.document(
          errors, title: "Error code",
          description:
            "Why a command was refused; `x-retry-can-help` says whether the same command can succeed later.",
          [
            .init(
              "oneOf",
              .array(
                ErrorCode.allCases.map {
                  code(.string($0.rawValue), $0.meaning, "x-retry-can-help", $0.retryCanHelp)
                }))
          ])
      ),
      (
        closes,
        FrameSchema.document(
          closes, title: "Close code",
          description:
            "Why a server ends a connection; `x-may-reconnect` says whether a client may connect again by itself.",
          [
            .init(
              "oneOf",
              .array(
                CloseCode.allCases.map {
                  code(.integer(Int64($0.rawValue)), $0.meaning, "x-may-reconnect", $0.mayReconnect)
                }))
          ])
      ),
    ]
  }

  private static func code(_ value: JSON, _ meaning: String, _ name: String, _ truth: Bool) -> JSON {
    .object([.init("const", value), .init("description", .string(meaning)), .init(name, .bool(truth))])
  }
}
