import Engine
import Wire

/// The protocol as an AsyncAPI 3.0 document, seen from the server: it receives commands and sends events.
enum AsyncAPIDocument {
  /// The document; it refers to the schemas in the folder beside it.
  static var document: JSON {
    .object([
      "asyncapi": .string("3.0.0"),
      "info": info,
      "defaultContentType": .string("application/json"),
      "servers": servers,
      "channels": .object(channels),
      "operations": .object(operations),
      "components": components,
    ])
  }

  private static let info = JSON.object([
    "title": .string("Verbatim"),
    "version": .string("1.0.0"),
    "description": .string(
      """
      JSON text frames over WebSockets, subprotocol `\(FrameCatalog.subprotocol)`. This document is made from the same \
      registries as protocol.md, which has the rules. What a connection has to know beyond frames: the first frame is \
      the server's `hello`; a command with an `id` gets exactly one reply, whose `re` is that `id`; a field that is \
      `null` in a command counts as absent; unknown fields are ignored.
      """),
  ])

  // MARK: - Servers

  private static var servers: JSON {
    let security = ["token", "cookie", "login"].map { JSON.reference("#/components/securitySchemes/\($0)") }
    func server(_ protocol: String, _ description: String) -> JSON {
      .object([
        "host": .string("{host}"), "protocol": .string(`protocol`), "description": .string(description),
        "variables": .object([
          "host": .object(["default": .string("localhost:8080"), "description": .string("Name and port.")])
        ]),
        "security": .array(security),
      ])
    }
    return .object([
      "plain": server("ws", "A server without TLS. Whoever does not log in is a guest, who may read."),
      "tls": server("wss", "A server with TLS. Whoever does not log in is a guest, who may read."),
    ])
  }

  private static let securitySchemes = JSON.object([
    "token": .object([
      "type": .string("http"), "scheme": .string("bearer"),
      "description": .string("A token in `Authorization` on the upgrade. In the query it is refused."),
    ]),
    "cookie": .object([
      "type": .string("httpApiKey"), "in": .string("cookie"), "name": .string("session"),
      "description": .string("The cookie that `POST /login` sets; over TLS its name is `__Host-session`."),
    ]),
    "login": .object([
      "type": .string("userPassword"),
      "description": .string("The frames `login` and `register`, at any time."),
    ]),
  ])

  // MARK: - Channels

  private static var channels: [JSON.Member] {
    AsyncAPIChannel.all.map { channel in
      var members: [JSON.Member] = [
        .init("address", .string(channel.address)), .init("title", .string(channel.title)),
      ]
      if channel.isOfOneRoom {
        let room = JSON.object(["description": .string("The room's name, percent-encoded UTF-8.")])
        members.append(.init("parameters", .object(["room": room])))
      }
      let messages = channel.messages.map {
        JSON.Member($0.name, .reference("#/components/messages/\($0.name)"))
      }
      members += [
        .init("messages", .object(messages)), .init("bindings", .object(["ws": binding(of: channel)])),
      ]
      return .init(channel.name, .object(members))
    }
  }

  /// How a connection is opened; pages of the tutorials know of no subprotocol.
  private static func binding(of channel: AsyncAPIChannel) -> JSON {
    func header(_ name: String, _ pattern: String, _ meaning: String) -> JSON.Member {
      .init(
        name,
        .object([
          "description": .string(meaning), "type": .string("string"), "pattern": .string(pattern),
        ]))
    }
    let subprotocol = header(
      "Sec-WebSocket-Protocol",
      "(^|[, ])\(FrameCatalog.subprotocol.replacing(".", with: "\\."))($|[, ])",
      "May be absent; has the subprotocol among those that it offers.")
    let headers =
      (channel.isOfOneRoom ? [] : [subprotocol]) + [
        header("Authorization", "^Bearer ", "To log in with a token."),
        header(
          "Cookie", "(^|; )(__Host-)?session=", "To log in as a browser that has logged in over HTTP."),
      ]
    return .object([
      "method": .string("GET"),
      "headers": .object(["type": .string("object"), "properties": .object(headers)]),
      "bindingVersion": .string("0.1.0"),
    ])
  }

  // MARK: - Operations

  private static var operations: [JSON.Member] {
    AsyncAPIChannel.all.flatMap { channel in
      // A message that only ever answers another one has no operation of its own.
      channel.messages.filter { $0.isReceived || !$0.isOnlyReply }.map { message in
        let action = message.isReceived ? "receive" : "send"
        return .init("\(action)_\(message.name)", operation(action, on: channel, with: message))
      }
    }
  }

  /// What the server does with a message.
  private static func operation(
    _ action: String, on channel: AsyncAPIChannel, with message: AsyncAPIChannel.Message
  ) -> JSON {
    let channelReference = JSON.reference("#/channels/\(channel.name)")
    func list(_ names: [String]) -> JSON {
      .array(names.map { .reference("#/channels/\(channel.name)/messages/\($0)") })
    }
    let operation = JSON.object([
      "action": .string(action), "channel": channelReference,
      "summary": .string(message.meaning), "messages": list([message.name]),
    ])
    guard !message.replies.isEmpty else { return operation }
    return operation.with(
      "reply", .object(["channel": channelReference, "messages": list(message.replies)]))
  }

  // MARK: - Components

  private static var components: JSON {
    let messages = AsyncAPIChannel.all.flatMap(\.messages).map { JSON.Member($0.name, component($0)) }
    return .object([
      "securitySchemes": securitySchemes,
      "messages": .object(messages),
      "schemas": .object([
        "errorCode": .reference("schema/error-code.json"),
        "closeCode": .reference("schema/close-code.json"),
      ]),
    ])
  }

  private static func component(_ message: AsyncAPIChannel.Message) -> JSON {
    let component = JSON.object([
      "name": .string(message.name), "summary": .string(message.meaning),
      "payload": .reference("schema/\(message.schema)"),
    ])
    guard let field = message.correlation else { return component }
    return component.with("correlationId", .object(["location": .string("$message.payload#/\(field)")]))
  }
}
