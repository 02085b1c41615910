extension Clause {
  static let status = [
    Clause(
      .status, 1, .must,
      "`set_status` sets what a user says of themself, and all sessions of the user and everyone in the rooms that the user is in get `status`, each once.",
      since: 6),
    Clause(
      .status, 2, .must,
      "In a room that has more than `limits.presence_each` users nobody is told a status, and in no room where it is what it was.",
      since: 6),
    Clause(
      .status, 3, .must,
      "A status stays until the user sets another one, over the ends of sessions and restarts of the server.",
      since: 6),
    Clause(
      .status, 4, .must,
      "A text of more than `limits.status_characters` characters is refused with `too_large`, one with a control character with `bad_frame`, and a guest's status with `auth_required`.",
      since: 6),
    Clause(
      .status, 5, .must,
      "Who has changed their status `limits.statuses_per_minute` times in a minute is refused another change with `rate_limited`, and the status stays.",
      since: 6),
    Clause(
      .status, 6, .must,
      "`user_info` tells whether a user is a bot and has a session, their status, and, where they have none and were ever there, when their last connection ended.",
      since: 6),
    Clause(
      .status, 7, .must,
      "`user_info` of a name that nobody has, or whose account was closed, is `no_such_user`.",
      since: 6),
    Clause(
      .status, 8, .must,
      "`/status online|away [TEXT]` is a `set_status`, and `/whois USER` a `user_info`.",
      since: 6),
  ]
}
