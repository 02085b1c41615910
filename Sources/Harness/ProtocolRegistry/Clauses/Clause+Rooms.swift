extension Clause {
  static let rooms = rules(
    of: .rooms,
    [
      1:
        "`join` answers `user_list`: who is in the room in the order of arrival, the joiner last, and the room's newest `seq`.",
      2: "The others in the room are told `user_join`; the one who joins is not.",
      3: "A user who joins a room that does not exist makes it.",
      4: "Joining a room again answers `user_list`, changes nothing and is told to nobody.",
      5:
        "`join` with `after` also gives, after its `user_list`, a `history` without `re`: the oldest messages above that seq, at most `limits.history_page`.",
      6:
        "`leave` answers `ok`; the others are told `user_leave`, and the one who left receives nothing more from the room.",
      7:
        "A command for a room that does not exist is refused with `no_such_room`; leaving a room that one is not in, with `not_in_room`.",
      8: "`create_room` makes a room without joining it, and is refused with `room_exists` if it exists.",
      9: "`who` answers `user_list` for any room that one may join, joined or not.",
      10:
        "`rooms` lists all rooms that are shown to the asker, in the order of names, with the number of users in each, in pages that a `cursor` continues.",
      11: "A session that is in `limits.rooms_per_session` rooms is refused a further one with `too_many`.",
      12:
        "Guests receive the messages of a room, but are neither listed nor counted in `online`; `guests` in `user_list` says how many there are."
        .rule(since: 3),
      13:
        "A user who owns `limits.rooms_per_user` rooms is refused another with `too_many`, as is whoever would transfer one to such a user; a user can make as many at once, and as many again in each `limits.unused_room_seconds`; past that `rate_limited` says when to make the next one."
        .rule(since: 4),
      14:
        "A room in which nothing was ever said and about which nothing was decided is deleted when nobody has been in it for `limits.unused_room_seconds`."
        .rule(since: 3),
    ])

  static let presence = rules(
    of: .presence,
    [
      1:
        "A user is in a room as long as one of their sessions is; only the first join and the last leave are told to others.",
      2:
        "In a room with more than `limits.presence_each` users after a join or before a leave, it and all that follow are gathered into one `presence` event after `limits.presence_milliseconds`, to everyone in the room, also those who came.",
      3:
        "A user who joins and leaves, or leaves and joins, within that time is not in the event, and an empty event is not sent.",
      4:
        "`user_list` has at most `limits.user_list_names` names; `online` counts all, and `more` says that some are missing.",
    ])

  static let lines = rules(
    of: .lines,
    [
      1:
        "A line that begins with `/` is a command, in any case: `/join` `/leave` `/pm` `/who` `/rooms` `/search` `/history` `/help`, and those of MOD-22, EDIT-10, THR-13, REACT-11, CONV-10, STAT-8 and CMD-6.",
      2:
        "Any other line is said in the frame's `room`, or else in the room that the session joined last and is still in; without either it is refused with `not_in_room`.",
      3: "A line that begins with `//` is sent as a message with one slash.",
      4:
        "A `/` with another word or none is refused with `unknown_command`; a command without what it needs, with `bad_frame` and its usage in `message`.",
      5: "`/help` answers `help` with every command's usage.",
    ])
}
