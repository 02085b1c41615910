extension Clause {
  static let moderation = rules(
    of: .moderation,
    [
      1:
        "The user who makes a room, by `join` or `create_room`, owns it, and `user_list` names the room's `owner`.",
      2:
        "`kick`, `mute`, `unmute`, `ban`, `unban`, `invite`, `uninvite` and `topic` are for the owner and the moderators, `set_role`, `set_room` and `delete_room` for the owner; other users are refused with `forbidden`, and guests with `auth_required`."
        .rule(since: 3),
      3:
        "To kick, mute, ban or give a role to oneself, or to a user of the same or a higher role, is refused with `forbidden`.",
      4:
        "`kick` takes all sessions of a user out of a room: everyone in it gets `user_kicked`, and those who stay `user_leave`; if the user is not there, it is refused with `not_in_room`.",
      5: "A kicked user receives nothing more of the room, and may join it again.",
      6:
        "What a muted user says in the room, also a topic or a reason, is refused with `forbidden` and `retry_after_ms`, also after leaving and coming back, until the time is over or `unmute`."
        .rule(since: 3),
      7:
        "`mute` and `unmute` are told to everyone in the room as `user_muted` and `user_unmuted`; a mute of more than `limits.mute_seconds` is refused with `bad_frame`.",
      8:
        "A banned user's `join`, `history`, `who` and search of the room are refused with `forbidden`, and the user's other searches find nothing of it.",
      9:
        "`ban` takes a user out of the room as `kick` does, or keeps out one who is not there, and is told as `user_banned`; `unban` ends it and is told as `user_unbanned`.",
      10:
        "`topic` is told to everyone in the room as `topic`, and `user_list` has it; an empty one takes it away.",
      11:
        "`delete_message` deletes one's own message, and for the owner and the moderators any message of the room, as an operator does; `message_deleted` says in `by` who did it.",
      12:
        "`set_role` makes a user a moderator, who is listed in `user_list`, or a member again, and is told to everyone in the room as `role`.",
      13: "An owner who makes another user the owner becomes a moderator.",
      14:
        "A room whose owner's account is deleted goes to the moderator who has been one for longest, or to nobody if there is none.",
      15:
        "Only users who have a role in an invite-only room, were invited or are in it can join it, read its `history` and `who`, and find its messages by a search; others, and every guest, are refused with `forbidden`."
        .rule(since: 3),
      16:
        "`rooms` shows an unlisted room only to those in it, and an invite-only one to those who may join it; an unlisted one can be joined by its name.",
      17:
        "`invite` is told to the sessions of the invited user as `invited`, and to nobody else; `uninvite` withdraws it, and whoever is in the room may stay.",
      18:
        "`set_room` makes a room invite-only, unlisted or closed to guests (`users_only`), or none of these, and is told to everyone in it as `room_changed`; `user_list` says what is so."
        .rule(since: 3),
      19: "A command that would change nothing answers `ok` and is told to nobody.",
      20:
        "A room has at most `limits.room_moderators`, `room_bans`, `room_mutes` and `room_invitations`, and another is refused with `too_many`; a topic or reason longer than `limits.topic_characters` or `reason_characters` is refused with `too_large`.",
      21: "The rules of a room last while nobody is in it, and survive a crash and a restart of the server.",
      22:
        "The lines `/kick` `/mute` `/unmute` `/ban` `/unban` `/topic` `/delete` `/mod` `/unmod` `/owner` `/invite` `/uninvite` `/room` give these commands in the room where they are typed; a mute's time is such as `30s`, `10m`, `2h` or `7d`.",
      23:
        "A tutorial's client is told in its own words who was kicked, banned or muted; if it is its own user who was kicked or banned, its connection is closed with 4504 or 4505.",
      24: "A tutorial's client whose user may not enter the room is told why and closed with 4505.",
      25:
        "Guests can neither join a room that is `users_only`, nor read its `history` and `who`, nor find its messages: they are refused with `forbidden`."
        .rule(since: 3),
      26:
        "Guests who are in a room that becomes invite-only or `users_only` are told, receive nothing more of it, and are in it no more."
        .rule(since: 3),
      27:
        "`delete_room` takes a room away with everything that was said in it: everyone in it is told `room_deleted`, and its name is free."
        .rule(since: 4),
      28:
        "A `search` for messages that names no room finds those of an unlisted room only for whoever is in it, its owner and its moderators; one that names the room, for all who may join it."
        .rule(since: 4),
    ])
}
