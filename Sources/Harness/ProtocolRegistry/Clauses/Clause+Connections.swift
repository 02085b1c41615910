extension Clause {
  static let connections = rules(
    of: .connections,
    [
      1:
        "The first frame of every connection is the server's `hello`, with its protocol, time, limits and capabilities.",
      2: "A connection that ends with a close frame ends its session, and its user leaves at once.",
      3:
        "A connection that breaks without a close frame leaves its session resumable for `limits.resume_seconds`; only then does its user leave.",
      4:
        "A session that has sent `limits.bad_frames` invalid frames is closed with 4500, whatever it sent between them.",
      5:
        "A client that reads so slowly that more than `limits.send_queue_bytes` bytes wait for it is closed with 4002.",
      6:
        "A user with `limits.sessions_per_user` sessions who begins another loses the one that was cut first, or else the oldest, whose connection is closed with 4507; a session that its connection's token began replaces one only when it carries out a command."
        .rule(since: 3),
      7:
        "A client reconnects by itself after a close code from 4000 to 4499, and not after 4500 to 4999."
        .rule(.should, binding: .client),
      8: "A `ping` is answered by `pong` with the server's time.",
      9:
        "Where `limits.login_seconds` is not 0, a connection that is not logged in by then is closed with 4501; a pending log-in is decided first, and a log-out restarts the time.",
      10:
        "Commands that follow `register`, `login` or `set_password` are carried out in order after it is decided; a client need not wait for its reply.",
      11:
        "The server pings a client that was silent for `limits.heartbeat_seconds`, and closes it with 4003 if it stays silent for as long again.",
      12:
        "A `pong` comes after everything that was caused by commands which were answered, to anybody, before its `ping` was sent."
        .rule(.should),
    ])

  static let frames = rules(
    of: .frames,
    [
      1:
        "A frame that is not one JSON text (RFC 8259) in UTF-8, without a byte-order mark, is refused with `bad_json`.",
      2:
        "A frame with an unpaired surrogate in a string, or with a duplicate name in an object, is refused with `bad_json` (RFC 7493).",
      3: "A frame of more than `limits.frame_bytes` bytes is refused with `too_large`.",
      4:
        "A frame whose arrays and objects are nested deeper than `limits.json_depth` is refused with `too_deep`.",
      5:
        "JSON that is not an object, or that has U+0000 in the name of a member, is refused with `bad_frame`.",
      6: "A `type` that no command has is refused with `unknown_type`.",
      7: "A field that is missing or of the wrong type is refused with `bad_frame`, and `field` names it.",
      8:
        "An integer is refused with `bad_frame` if it is written with a fraction or an exponent, below its field's least, or above 2⁵³ − 1.",
      9: "Unknown fields of a command are ignored, whatever their values.",
      10: "A field that is `null` counts as absent.",
      11:
        "A command with an accepted `id` gets exactly one reply whose `re` is that `id`, whether it worked or not.",
      12:
        "A command without an `id` gets no `ok` and no `ack`; its failure is still answered by `error`.",
      13:
        "An `id` of more than `limits.id_characters` characters is refused with `too_large`, by an `error` without `re`.",
      14: "Times are RFC 3339 in UTC with milliseconds.",
    ])

  static let errors = rules(
    of: .errors,
    [
      1:
        "An `error` has one of the error codes as `code`, a `message` for people, and `field` and `retry_after_ms` if they help.",
      2: "A command that is refused changes nothing and is told to nobody else.",
      3: "A refused frame does not end its connection, except by the limits of CONN-4 and RATE-7.",
      4:
        "A server that cannot write, such as on a full disk, carries out commands that only read; all others are refused with `unavailable`.",
    ])

  static let rates = rules(
    of: .rates,
    [
      1: "A command past its rate limit is refused with `rate_limited`, and works after `retry_after_ms`.",
      2:
        "Messages, queries and other commands have an allowance each: `…_burst` at once, and `…_per_second` in the long run.",
      3:
        "All sessions of a user share the user's allowances; a guest's session and a log-in over HTTP have their own.",
      4:
        "A refused command counts against the rate limit as one that is carried out, and an invalid `line` as a command; what is refused with `rate_limited` does not count."
        .rule(since: 2),
      5:
        "Wrong passwords of strangers have an allowance for each account, `login_failures_…`, whether the account exists or not: past it all their passwords for it are refused with `rate_limited`, the right one too; right ones cost nothing; who is logged in, or comes from an address from which the user has recently logged in, is no stranger and has a separate allowance."
        .rule(since: 3),
      6:
        "Wrong passwords of strangers, `peer_login_failures_…`, and registrations with an available name, `peer_registrations_…`, have an allowance for each client address; past it they are refused with `rate_limited`."
        .rule(since: 3),
      7:
        "Refusals with `rate_limited` have an allowance for each session, `refusals_burst` at once and `refusals_per_second` in the long run; past it the session is answered once more and closed with 4004."
        .rule(since: 2),
    ])
}
