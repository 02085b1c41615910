import Engine
import Wire

/// The protocol as an AsyncAPI 3.0 document, seen from the server: it receives commands and sends events.
enum AsyncAPIDocument {
  /// The document; it refers to the schemas in the folder beside it.
  static var document: JSON {
    .object([
      .init("asyncapi", .string("3.0.0")),
      .init("info", info),
      .init("defaultContentType", .string("application/json")),
      .init("servers", servers),
      .init("channels", .object(channels)),
      .init("operations", .object(operations)),
      .init("components", components),
    ])
  }

  private static let info = JSON.object([
    .init("title", .string("Verbatim")),
    .init("version", .string("1.0.0")),
    .init(
      "description",
      .string(
        """
        JSON text frames over WebSockets, subprotocol `\(FrameCatalog.subprotocol)`. This document is made from the same \
        registries as protocol.md, which has the rules. What a connection has to know beyond frames: the first frame is \
        the server's `hello`; a command with an `id` gets exactly one reply, whose `re` is that `id`; a field that is \
        `null` in a command counts as absent; unknown fields are ignored.
        """)),
  ])

  // MARK: - Servers

  private static var servers: JSON {
    let security = JSON.array(
      ["token", "cookie", "login"].map { reference("#/components/securitySchemes/\($0)") })
    func server(_ protocol: String, _ description: String) -> JSON {
      .object([
        .init("host", .string("{host}")), .init("protocol", .string(`protocol`)),
        .init("description", .string(description)),
        .init(
          "variables",
          .object([
            .init(
              "host",
              .object([
                .init("default", .string("localhost:8080")), .init("description", .string("Name and port.")),
              ]))
          ])), .init("security", security),
      ])
    }
    return .object([
      .init("plain", server("ws", "A server without TLS. Whoever does not log in is a guest, who may read.")),
      .init("tls", server("wss", "A server with TLS. Whoever does not log in is a guest, who may read.")),
    ])
  }

  private static let securitySchemes = JSON.object([
    .init(
      "token",
      .object([
        .init("type", .string("http")), .init("scheme", .string("bearer")),
        .init(
          "description", .string("A token in `Authorization` on the upgrade. In the query it is refused.")),
      ])),
    .init(
      "cookie",
      .object([
        .init("type", .string("httpApiKey")), .init("in", .string("cookie")),
        .init("name", .string("session")),
        .init(
          "description", .string("The cookie that `POST /login` sets; over TLS its name is `__Host-session`.")
        ),
      ])),
    .init(
      "login",
      .object([
        .init("type", .string("userPassword")),
        .init("description", .string("The frames `login` and `register`, at any time.")),
      ])),
  ])

  // MARK: - Channels

  private static var channels: [JSON.Member] {
    AsyncAPIChannel.all.map { channel in
      .init(
        channel.name,
        .object(
          [.init("address", .string(channel.address)), .init("title", .string(channel.title))]
            + (channel.isOfOneRoom
              ? [
                .init(
                  "parameters",
                  .object([
                    .init(
                      "room",
                      .object([.init("description", .string("The room's name, percent-encoded UTF-8."))]))
                  ]))
              ] : [])
            + [
              .init(
                "messages",
                .object(
                  channel.messages.map { .init($0.name, reference("#/components/messages/\($0.name)")) })),
              .init("bindings", .object([.init("ws", binding(of: channel))])),
            ]))
    }
  }

  /// How a connection is opened; pages of the tutorials know of no subprotocol.
  private static func binding(of channel: AsyncAPIChannel) -> JSON {
    func header(_ pattern: String, _ meaning: String) -> JSON {
      .object([
        .init("description", .string(meaning)), .init("type", .string("string")),
        .init("pattern", .string(pattern)),
      ])
    }
    let subprotocol = JSON.Member(
      "Sec-WebSocket-Protocol",
      header(
        "(^|[, ])\(FrameCatalog.subprotocol.replacing(".", with: "\\."))($|[, ])",
        "May be absent; has the subprotocol among those that it offers."))
    let headers =
      (channel.isOfOneRoom ? [] : [subprotocol]) + [
        .init("Authorization", header("^Bearer ", "To log in with a token.")),
        .init(
          "Cookie", header("(^|; )(__Host-)?session=", "To log in as a browser that has logged in over HTTP.")
        ),
      ]
    return .object([
      .init("method", .string("GET")),
      .init(
        "headers",
        .object([.init("type", .string("object")), .init("properties", .object(headers))])),
      .init("bindingVersion", .string("0.1.0")),
    ])
  }

  // MARK: - Operations

  private static var operations: [JSON.Member] {
    AsyncAPIChannel.all.flatMap { channel in
      channel.messages.compactMap { message in
        operation(on: channel, with: message).map {
          .init("\(message.isReceived ? "receive" : "send")_\(message.name)", $0)
        }
      }
    }
  }

  /// What the server does with a message; nil where the message only ever answers another one.
  private static func operation(on channel: AsyncAPIChannel, with message: AsyncAPIChannel.Message) -> JSON? {
    guard message.isReceived || !message.isOnlyReply else { return nil }
    let channelReference = reference("#/channels/\(channel.name)")
    func list(_ names: [String]) -> JSON {
      .array(names.map { reference("#/channels/\(channel.name)/messages/\($0)") })
    }
    return .object(
      [
        .init("action", .string(message.isReceived ? "receive" : "send")), .init("channel", channelReference),
        .init("summary", .string(message.meaning)), .init("messages", list([message.name])),
      ]
        + (message.replies.isEmpty
          ? []
          : [
            .init(
              "reply",
              .object([.init("channel", channelReference), .init("messages", list(message.replies))]))
          ]))
  }

  // MARK: - Components

  private static var components: JSON {
    .object([
      .init("securitySchemes", securitySchemes),
      .init(
        "messages", .object(AsyncAPIChannel.all.flatMap(\.messages).map { .init($0.name, component($0)) })),
      .init(
        "schemas",
        .object([
          .init("errorCode", reference("schema/error-code.json")),
          .init("closeCode", reference("schema/close-code.json")),
        ])),
    ])
  }

  private static func component(_ message: AsyncAPIChannel.Message) -> JSON {
    .object(
      [
        .init("name", .string(message.name)), .init("summary", .string(message.meaning)),
        .init("payload", reference("schema/\(message.schema)")),
      ]
        + (message.correlation.map {
          [.init("correlationId", .object([.init("location", .string("$message.payload#/\($0)"))]))]
        } ?? []))
  }

  private static func reference(_ target: String) -> JSON { .object([.init("$ref", .string(target))]) }
}
