extension Clause {
  static let rooms = [
    Clause(
      .rooms, 1, .must,
      "`join` answers `user_list`: who is in the room in the order of arrival, the joiner last, and the room's newest `seq`."
    ),
    Clause(
      .rooms, 2, .must, "The others in the room are told `user_join`; the one who joins is not."),
    Clause(
      .rooms, 3, .must, "A user who joins a room that does not exist makes it."),
    Clause(
      .rooms, 4, .must,
      "Joining a room again answers `user_list`, changes nothing and is told to nobody."),
    Clause(
      .rooms, 5, .must,
      "`join` with `after` also gives, after its `user_list`, a `history` without `re`: the oldest messages above that seq, at most `limits.history_page`."
    ),
    Clause(
      .rooms, 6, .must,
      "`leave` answers `ok`; the others are told `user_leave`, and the one who left receives nothing more from the room."
    ),
    Clause(
      .rooms, 7, .must,
      "A command for a room that does not exist is refused with `no_such_room`; leaving a room that one is not in, with `not_in_room`."
    ),
    Clause(
      .rooms, 8, .must,
      "`create_room` makes a room without joining it, and is refused with `room_exists` if it exists."),
    Clause(
      .rooms, 9, .must, "`who` answers `user_list` for any room that one may join, joined or not."),
    Clause(
      .rooms, 10, .must,
      "`rooms` lists all rooms that are shown to the asker, in the order of names, with the number of users in each, in pages that a `cursor` continues."
    ),
    Clause(
      .rooms, 11, .must,
      "A session that is in `limits.rooms_per_session` rooms is refused a further one with `too_many`."),
    Clause(
      .rooms, 12, .must,
      "Guests receive the messages of a room, but are neither listed nor counted in `online`; `guests` in `user_list` says how many there are.",
      since: 3),
    Clause(
      .rooms, 13, .must,
      "A user who owns `limits.rooms_per_user` rooms is refused another with `too_many`, as is whoever would transfer one to such a user; a user can make as many at once, and as many again in each `limits.unused_room_seconds`; past that `rate_limited` says when to make the next one.",
      since: 4),
    Clause(
      .rooms, 14, .must,
      "A room in which nothing was ever said and about which nothing was decided is deleted when nobody has been in it for `limits.unused_room_seconds`.",
      since: 3),
  ]

  static let presence = [
    Clause(
      .presence, 1, .must,
      "A user is in a room as long as one of their sessions is; only the first join and the last leave are told to others."
    ),
    Clause(
      .presence, 2, .must,
      "In a room with more than `limits.presence_each` users after a join or before a leave, it and all that follow are gathered into one `presence` event after `limits.presence_milliseconds`, to everyone in the room, also those who came."
    ),
    Clause(
      .presence, 3, .must,
      "A user who joins and leaves, or leaves and joins, within that time is not in the event, and an empty event is not sent."
    ),
    Clause(
      .presence, 4, .must,
      "`user_list` has at most `limits.user_list_names` names; `online` counts all, and `more` says that some are missing."
    ),
  ]

  static let lines = [
    Clause(
      .lines, 1, .must,
      "A line that begins with `/` is a command, in any case: `/join` `/leave` `/pm` `/who` `/rooms` `/search` `/history` `/help`, and those of MOD-22, EDIT-10, THR-13, REACT-11, CONV-10, STAT-8 and CMD-6."
    ),
    Clause(
      .lines, 2, .must,
      "Any other line is said in the frame's `room`, or else in the room that the session joined last and is still in; without either it is refused with `not_in_room`."
    ),
    Clause(.lines, 3, .must, "A line that begins with `//` is sent as a message with one slash."),
    Clause(
      .lines, 4, .must,
      "A `/` with another word or none is refused with `unknown_command`; a command without what it needs, with `bad_frame` and its usage in `message`."
    ),
    Clause(.lines, 5, .must, "`/help` answers `help` with every command's usage."),
  ]
}
