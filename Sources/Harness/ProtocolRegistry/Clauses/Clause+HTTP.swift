extension Clause {
  static let http = [
    Clause(
      .http, 1, .must,
      "A request of the HTTP API is the command of its row, by the user of its bearer token: it has the row's status, its body is the reply without `re`, and others are told as if the command had come over a WebSocket.",
      since: 6),
    Clause(
      .http, 2, .must,
      "A refused request is answered with the status of the error's code, and a JSON object with `code`, `message`, and `field` and `retry_after_ms` where the `error` has them; 401 has `WWW-Authenticate`, and `rate_limited` has `Retry-After`.",
      since: 6),
    Clause(
      .http, 3, .must,
      "Over HTTP a user speaks in a room that they may enter without being in it, and nobody is told of a join.",
      since: 6),
    Clause(
      .http, 4, .must,
      "`Idempotency-Key` is the `key` of the command, also where it was used over a WebSocket.",
      since: 6),
    Clause(
      .http, 5, .must,
      "Requests of the HTTP API share the allowances of their user with the user's sessions.", since: 6),
    Clause(
      .http, 6, .must,
      "`GET /rooms/ROOM/events` joins the room and answers with server-sent events: `user_list`, and then each event of the room as JSON, a message with its `seq` as its id.",
      since: 6),
    Clause(
      .http, 7, .must,
      "With `Last-Event-ID`, the events begin with all messages above that seq, once each and in order.",
      since: 6),
    Clause(
      .http, 8, .must,
      "Events end with an event `close`, whose JSON has `code` and `reason`, when the user is kicked (4504) or banned (4505) or the token revoked (4503).",
      since: 6),
    Clause(
      .http, 9, .must,
      "Where a room has no events for `limits.heartbeat_seconds`, a comment comes in their place.", since: 6),
    Clause(
      .http, 10, .must,
      "`POST /hooks/SECRET` says a message, by the user and in the room for which an operator made the secret, which is good for nothing else.",
      since: 6),
    Clause(
      .http, 11, .must,
      "A request of a page of an unlisted origin to the API is refused with 403 and without `Access-Control-Allow-Origin`, also its preflight.",
      since: 6),
    Clause(
      .http, 12, .must,
      "A request of HTTP/1.0 that does not ask to keep the connection ends it with its answer.", since: 6),
    Clause(
      .http, 13, .must,
      "A request of HTTP/1.1 without the header `Host`, or with several, is answered with 400.", since: 6),
    Clause(
      .http, 14, .must,
      "`Expect: 100-continue` is answered with 100 before the body comes.", since: 6),
    Clause(
      .http, 15, .must,
      "A request whose body's length is in doubt, by `Transfer-Encoding` other than `chunked` or with `Content-Length` beside it, is answered with 400 or 501, and the connection ends.",
      since: 6),
  ]
}
