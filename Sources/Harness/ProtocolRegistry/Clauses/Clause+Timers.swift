extension Clause {
  static let timers = [
    Clause(
      .timers, 1, .must,
      "After that many milliseconds of the server's clock the session that sent `set_timer`, and nobody else, gets `timer` once, with the timer's name and when it was due."
    ),
    Clause(
      .timers, 2, .must,
      "Timers come in the order in which they are due; those due at one time in the order in which they were set."
    ),
    Clause(
      .timers, 3, .must,
      "A timer belongs to the session that set it: one of the same name in another session, also of the same user, is another timer."
    ),
    Clause(
      .timers, 4, .must,
      "A timer that is set while one of the same name is pending in the session replaces it."
    ),
    Clause(
      .timers, 5, .must,
      "`cancel_timer` cancels a timer; if there is none of the name, it answers `ok` too."),
    Clause(
      .timers, 6, .must,
      "A `timer` is a counted frame: what fell due while its session was cut, or the server was down, comes when it is resumed."
    ),
    Clause(
      .timers, 7, .must,
      "The timers of a session end with it, at a log-out too."),
    Clause(
      .timers, 8, .must,
      "A session that has set `limits.timers` timers is refused a further one with `too_many`, and a guest every one with `auth_required`."
    ),
    Clause(
      .timers, 9, .must,
      "A timer runs for 1 to 31622400000 milliseconds (366 days), and its name has 1 to `limits.timer_name_characters` characters; others are refused with `bad_frame`."
    ),
  ]
}
