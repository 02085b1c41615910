extension Clause {
  static let resuming = [
    Clause(
      .resuming, 1, .must,
      "`login` with `resume` answers `ready` with `resumed: true`, then sends the frames that the session missed, from `received` + 1 on, in order, once, including replies."
    ),
    Clause(
      .resuming, 2, .must,
      "Both sides count the frames of a session over all its connections; `hello`, `ready` and `typing` do not count."
    ),
    Clause(
      .resuming, 3, .must,
      "After a crash and restart of the server a session is resumed as after a cut connection, without any visible difference."
    ),
    Clause(
      .resuming, 4, .must,
      "A session that is resumed in time stays in its rooms, and the others see it neither leave nor join."),
    Clause(
      .resuming, 5, .must,
      "If a session cannot be resumed, `ready` says `resumed: false` and begins a new one, which is in no room but those that its connection was in as a guest's."
    ),
    Clause(
      .resuming, 6, .must,
      "A session for which more than `limits.resume_frames` frames or `limits.send_queue_bytes` bytes come while it is cut ends, and its user leaves."
    ),
    Clause(
      .resuming, 7, .must,
      "Only its own user can resume a session; its secret name alone logs nobody in."
    ),
    Clause(
      .resuming, 8, .must,
      "A session that is resumed while its old connection is still there takes it over; the old one is closed with 4506."
    ),
    Clause(
      .resuming, 9, .must,
      "A session cannot be resumed from a `received` of more frames than were sent; if it is cut, it ends."),
    Clause(
      .resuming, 10, .may,
      "A server forgets frames that a client has confirmed with `received` in a `ping`."),
    Clause(
      .resuming, 11, .must,
      "If more than `limits.resume_bytes` are kept for all sessions together, the oldest frames are forgotten early; a session that misses one cannot be resumed.",
      since: 3),
    Clause(
      .resuming, 12, .must,
      "`sessions` lists the sessions of the user and no others, those that wait to be resumed included, in the order of log-in, each under a constant id that is not its secret name.",
      since: 4),
    Clause(
      .resuming, 13, .must,
      "`end_sessions` ends the session of the id and all with the same token, or without an id all others of the user, with 4503, and revokes their tokens, without an id all of `register` and `login`, but for that of the asking session and those that an operator made; an id that is not among the user's sessions is `no_such_session`.",
      since: 4),
  ]
}
