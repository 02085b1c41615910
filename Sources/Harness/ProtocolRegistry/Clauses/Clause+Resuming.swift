extension Clause {
  static let resuming = rules(
    of: .resuming,
    [
      1:
        "`login` with `resume` answers `ready` with `resumed: true`, then sends the frames that the session missed, from `received` + 1 on, in order, once, including replies.",
      2:
        "Both sides count the frames of a session over all its connections; `hello`, `ready` and `typing` do not count.",
      3:
        "After a crash and restart of the server a session is resumed as after a cut connection, without any visible difference.",
      4:
        "A session that is resumed in time stays in its rooms, and the others see it neither leave nor join.",
      5:
        "If a session cannot be resumed, `ready` says `resumed: false` and begins a new one, which is in no room but those that its connection was in as a guest's.",
      6:
        "A session for which more than `limits.resume_frames` frames or `limits.send_queue_bytes` bytes come while it is cut ends, and its user leaves.",
      7: "Only its own user can resume a session; its secret name alone logs nobody in.",
      8:
        "A session that is resumed while its old connection is still there takes it over; the old one is closed with 4506.",
      9:
        "A session cannot be resumed from a `received` of more frames than were sent; if it is cut, it ends.",
      10: "A server forgets frames that a client has confirmed with `received` in a `ping`.".rule(.may),
      11:
        "If more than `limits.resume_bytes` are kept for all sessions together, the oldest frames are forgotten early; a session that misses one cannot be resumed."
        .rule(since: 3),
      12:
        "`sessions` lists the sessions of the user and no others, those that wait to be resumed included, in the order of log-in, each under a constant id that is not its secret name."
        .rule(since: 4),
      13:
        "`end_sessions` with an id ends that session, and all others with its token unless the asking session has it too, and without an id all others of the user; they are closed with 4503, and their tokens, without an id all of `register` and `login`, are revoked, but for that of the asking session and those that an operator made; an id that is not among the user's sessions is `no_such_session`."
        .rule(since: 4),
    ])
}
