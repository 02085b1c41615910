extension Clause {
  static let http = rules(
    of: .http, since: 6,
    [
      1:
        "A request of the HTTP API is the command of its row, by the user of its bearer token: it has the row's status, its body is the reply without `re`, and others are told as if the command had come over a WebSocket.",
      2:
        "A refused request is answered with the status of the error's code, and a JSON object with `code`, `message`, and `field` and `retry_after_ms` where the `error` has them; 401 has `WWW-Authenticate`, and `rate_limited` has `Retry-After`.",
      3:
        "Over HTTP a user who may enter a room speaks there without being in it, and nobody is told of a join.",
      4: "`Idempotency-Key` is the `key` of the command, also where it was used over a WebSocket.",
      5: "Requests of the HTTP API share the allowances of their user with the user's sessions.",
      6:
        "`GET /rooms/ROOM/events` joins the room and answers with server-sent events: `user_list`, and then each event of the room as JSON, a message with its `seq` as its id.",
      7: "With `Last-Event-ID`, the events begin with all messages above that seq, once each and in order.",
      8:
        "Events end with an event `close`, whose JSON has `code` and `reason`, when the user is kicked (4504) or banned (4505) or the token revoked (4503).",
      9: "Where a room has no events for `limits.heartbeat_seconds`, a comment comes in their place.",
      10:
        "`POST /hooks/SECRET` says a message, by the user and in the room for which an operator made the secret, which is good for nothing else.",
      11:
        "A request of a page of an unlisted origin to the API is refused with 403 and without `Access-Control-Allow-Origin`, also its preflight.",
      12: "A request of HTTP/1.0 that does not ask to keep the connection ends it with its answer.",
      13: "A request of HTTP/1.1 without the header `Host`, or with several, is answered with 400.",
      14: "`Expect: 100-continue` is answered with 100 before the body comes.",
      15:
        "A request whose body's length is in doubt, by `Transfer-Encoding` other than `chunked` or with `Content-Length` beside it, is answered with 400 or 501, and the connection ends.",
    ])
}
