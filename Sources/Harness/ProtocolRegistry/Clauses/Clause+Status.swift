extension Clause {
  static let status = rules(
    of: .status, since: 6,
    [
      1:
        "`set_status` sets what a user says of themself, and all sessions of the user and everyone in the rooms that the user is in get `status`, each once.",
      2:
        "In a room that has more than `limits.presence_each` users nobody is told a status, and in no room where it is what it was.",
      3:
        "A status stays until the user sets another one, over the ends of sessions and restarts of the server.",
      4:
        "A text of more than `limits.status_characters` characters is refused with `too_large`, one with a control character with `bad_frame`, and a guest's status with `auth_required`.",
      5:
        "Who has changed their status `limits.statuses_per_minute` times in a minute is refused another change with `rate_limited`, and the status stays.",
      6:
        "`user_info` tells whether a user is a bot and has a session, their status, and, where they have none and were ever there, when their last connection ended.",
      7: "`user_info` of a name that nobody has, or whose account was closed, is `no_such_user`.",
      8: "`/status online|away [TEXT]` is a `set_status`, and `/whois USER` a `user_info`.",
    ])
}
