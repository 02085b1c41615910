extension Clause {
  static let connections = [
    Clause(
      .connections, 1, .must,
      "The first frame of every connection is the server's `hello`, with its protocol, time, limits and capabilities."
    ),
    Clause(
      .connections, 2, .must,
      "A connection that ends with a close frame ends its session, and its user leaves at once."),
    Clause(
      .connections, 3, .must,
      "A connection that breaks without a close frame leaves its session resumable for `limits.resume_seconds`; only then does its user leave."
    ),
    Clause(
      .connections, 4, .must,
      "A session that has sent `limits.bad_frames` invalid frames is closed with 4500, whatever it sent between them."
    ),
    Clause(
      .connections, 5, .must,
      "A client that reads so slowly that more than `limits.send_queue_bytes` bytes wait for it is closed with 4002."
    ),
    Clause(
      .connections, 6, .must,
      "A user with `limits.sessions_per_user` sessions who begins another loses the one that was cut first, or else the oldest, whose connection is closed with 4507; a session that its connection's token began replaces one only when it carries out a command.",
      since: 3),
    Clause(
      .connections, 7, .should,
      "A client reconnects by itself after a close code from 4000 to 4499, and not after 4500 to 4999.",
      binding: .client),
    Clause(.connections, 8, .must, "A `ping` is answered by `pong` with the server's time."),
    Clause(
      .connections, 9, .must,
      "Where `limits.login_seconds` is not 0, a connection that is not logged in by then is closed with 4501; a pending log-in is decided first, and a log-out restarts the time."
    ),
    Clause(
      .connections, 10, .must,
      "Commands that follow `register`, `login` or `set_password` are carried out in order after it is decided; a client need not wait for its reply."
    ),
    Clause(
      .connections, 11, .must,
      "The server pings a client that was silent for `limits.heartbeat_seconds`, and closes it with 4003 if it stays silent for as long again."
    ),
    Clause(
      .connections, 12, .should,
      "A `pong` comes after everything that was caused by commands which were answered, to anybody, before its `ping` was sent."
    ),
  ]

  static let frames = [
    Clause(
      .frames, 1, .must,
      "A frame that is not one JSON text (RFC 8259) in UTF-8, without a byte-order mark, is refused with `bad_json`."
    ),
    Clause(
      .frames, 2, .must,
      "A frame with an unpaired surrogate in a string, or with a duplicate name in an object, is refused with `bad_json` (RFC 7493)."
    ),
    Clause(
      .frames, 3, .must, "A frame of more than `limits.frame_bytes` bytes is refused with `too_large`."),
    Clause(
      .frames, 4, .must,
      "A frame whose arrays and objects are nested deeper than `limits.json_depth` is refused with `too_deep`."
    ),
    Clause(
      .frames, 5, .must,
      "JSON that is not an object, or that has U+0000 in the name of a member, is refused with `bad_frame`."),
    Clause(
      .frames, 6, .must, "A `type` that no command has is refused with `unknown_type`."),
    Clause(
      .frames, 7, .must,
      "A field that is missing or of the wrong type is refused with `bad_frame`, and `field` names it."),
    Clause(
      .frames, 8, .must,
      "An integer is refused with `bad_frame` if it is written with a fraction or an exponent, below its field's least, or above 2⁵³ − 1."
    ),
    Clause(.frames, 9, .must, "Unknown fields of a command are ignored, whatever their values."),
    Clause(.frames, 10, .must, "A field that is `null` counts as absent."),
    Clause(
      .frames, 11, .must,
      "A command with an accepted `id` gets exactly one reply whose `re` is that `id`, whether it worked or not."
    ),
    Clause(
      .frames, 12, .must,
      "A command without an `id` gets no `ok` and no `ack`; its failure is still answered by `error`."),
    Clause(
      .frames, 13, .must,
      "An `id` of more than `limits.id_characters` characters is refused with `too_large`, by an `error` without `re`."
    ),
    Clause(.frames, 14, .must, "Times are RFC 3339 in UTC with milliseconds."),
  ]

  static let errors = [
    Clause(
      .errors, 1, .must,
      "An `error` has one of the error codes as `code`, a `message` for people, and `field` and `retry_after_ms` if they help."
    ),
    Clause(.errors, 2, .must, "A command that is refused changes nothing and is told to nobody else."),
    Clause(
      .errors, 3, .must,
      "A refused frame does not end its connection, except by the limits of CONN-4 and RATE-7."),
    Clause(
      .errors, 4, .must,
      "A server that cannot write, such as on a full disk, carries out commands that only read; all others are refused with `unavailable`."
    ),
  ]

  static let rates = [
    Clause(
      .rates, 1, .must,
      "A command past its rate limit is refused with `rate_limited`, and works after `retry_after_ms`."),
    Clause(
      .rates, 2, .must,
      "Messages, queries and other commands have an allowance each: `…_burst` at once, and `…_per_second` in the long run."
    ),
    Clause(
      .rates, 3, .must,
      "All sessions of a user share the user's allowances; a guest's session and a log-in over HTTP have their own."
    ),
    Clause(
      .rates, 4, .must,
      "A refused command counts against the rate limit as one that is carried out, and an invalid `line` as a command; what is refused with `rate_limited` does not count.",
      since: 2),
    Clause(
      .rates, 5, .must,
      "Wrong passwords of strangers have an allowance for each account, `login_failures_…`, whether the account exists or not: past it all their passwords for it are refused with `rate_limited`, the right one too; right ones cost nothing; who is logged in, or comes from an address from which the user has recently logged in, is no stranger and has a separate allowance.",
      since: 3),
    Clause(
      .rates, 6, .must,
      "Wrong passwords of strangers, `peer_login_failures_…`, and registrations with an available name, `peer_registrations_…`, have an allowance for each client address; past it they are refused with `rate_limited`.",
      since: 3),
    Clause(
      .rates, 7, .must,
      "Refusals with `rate_limited` have an allowance for each session, `refusals_burst` at once and `refusals_per_second` in the long run; past it the session is answered once more and closed with 4004.",
      since: 2),
  ]
}
