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

  private static var schemas: [SchemaFile] {
    let commands = FrameCatalog.commands.map {
      SchemaFile("commands", $0, for: .server, common: FrameCatalog.commandFields)
    }
    let events = FrameCatalog.events.map {
      SchemaFile("events", $0, for: .client, common: FrameCatalog.eventFields)
    }
    let chat = FrameCatalog.tutorialChat.map { SchemaFile("tutorials/chat", $0, for: .client) }
    let operatorCommands = FrameCatalog.operatorCommands.map {
      SchemaFile("operator/commands", $0, for: .server, common: FrameCatalog.commandFields)
    }
    let operatorReplies = FrameCatalog.operatorReplies.map {
      SchemaFile("operator/replies", $0, for: .client, common: FrameCatalog.eventFields)
    }
    let choices = [
      SchemaFile(
        "command.json", title: "Command", description: "A frame that a client sends.", of: commands),
      SchemaFile("event.json", title: "Event", description: "A frame that a server sends.", of: events),
      SchemaFile(
        "tutorials/chat.json", title: "Frame of /ws/chat/",
        description: "A frame that a client of `/ws/chat/` receives.", of: chat),
      SchemaFile(
        "operator/command.json", title: "Operator's command",
        description: "A frame that only an operator's connection may send.", of: operatorCommands),
      SchemaFile(
        "operator/reply.json", title: "Operator's reply",
        description: "What answers the commands of an operator's connection.", of: operatorReplies),
    ]
    return choices + commands + events + chat + operatorCommands + operatorReplies + untyped + codes
  }

  /// The frames of tutorials that have no `type`.
  private static var untyped: [SchemaFile] {
    [
      SchemaFile(
        "tutorials/line.json", title: "line", description: "A frame that the client of a tutorial sends.",
        FrameSchema(reader: .server).object(FrameCatalog.tutorialLine)),
      SchemaFile(
        "tutorials/notification.json", title: "notification",
        description: "A frame that a client of `/ws/notification/` receives.",
        FrameSchema(reader: .client).object(FrameCatalog.tutorialNotification)),
    ]
  }

  /// The tables of codes, as schemas of one code.
  private static var codes: [SchemaFile] {
    let errors = ErrorCode.allCases.map {
      code(.string($0.rawValue), $0.meaning, "x-retry-can-help", $0.retryCanHelp)
    }
    let closes = CloseCode.allCases.map {
      code(.integer(Int64($0.rawValue)), $0.meaning, "x-may-reconnect", $0.mayReconnect)
    }
    return [
      SchemaFile(
        "error-code.json", title: "Error code",
        description:
          "Why a command was refused; `x-retry-can-help` says whether the same command can succeed later.",
        [.init("oneOf", .array(errors))]),
      SchemaFile(
        "close-code.json", title: "Close code",
        description:
          "Why a server ends a connection; `x-may-reconnect` says whether a client may connect again by itself.",
        [.init("oneOf", .array(closes))]),
    ]
  }

  private static func code(_ value: JSON, _ meaning: String, _ name: String, _ truth: Bool) -> JSON {
    .object(["const": value, "description": .string(meaning), name: .bool(truth)])
  }
}
