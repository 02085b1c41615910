extension Clause {
  /// How a server treats the layer below its frames (RFC 6455); no scenario can send what breaks it, so tests show these.
  static let webSockets = rules(
    of: .webSockets,
    [
      1:
        "A request that does not become a WebSocket is answered with JSON of `code` and `message`, and status 400, 403, 404, or 426 with `Upgrade` and `Sec-WebSocket-Version: 13`.",
      2:
        "A first request that is not HTTP/1.1 is answered with 400, one whose head is too long with 431, one whose head does not arrive in time with 408.",
      3:
        "A frame that is not masked, has a reserved bit or opcode, or whose length is not in its shortest form, closes its connection with 1002.",
      4: "A control frame that is fragmented or longer than 125 bytes closes its connection with 1002.",
      5:
        "A continuation without a message to continue, and a message that begins inside another, close their connection with 1002.",
      6:
        "A text or a close reason that is not UTF-8 closes its connection with 1007, also where a fragment cuts a character.",
      7: "A binary message closes its connection with 1003.",
      8:
        "A frame or message of more than four times `limits.frame_bytes` closes its connection with 1009; a shorter one is refused by FRAME-3.",
      9:
        "A close frame with half a code, or with one that no client may send, is answered with 1002, and any other with its own code.",
      10:
        "A WebSocket `ping` is answered by a pong with the same data, also between the fragments of a message; an unsolicited pong is ignored.",
      11:
        "A message whose rest does not arrive in time closes its connection with 1008, whatever other frames arrive meanwhile.",
      12:
        "A client that sends nothing for twice `limits.heartbeat_seconds`, not even a pong, is closed with 4003.",
      13: "A fault or a break of one connection does not affect any other.",
      14:
        "A client that offers the subprotocol `verbatim.v1`, alone or among others, is answered with it; one that offers none, without one.",
      15:
        "A client to which the server has had nothing to send for `limits.heartbeat_seconds` is pinged, whatever the client sends meanwhile."
        .rule(since: 6),
    ])
}
