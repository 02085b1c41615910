extension Clause {
  static let timers = rules(
    of: .timers,
    [
      1:
        "The session that sent `set_timer`, and nobody else, gets `timer` once, `milliseconds` of the server's clock later, with the timer's name and when it was due.",
      2:
        "Timers come in the order in which they are due; those due at one time in the order in which they were set.",
      3:
        "A timer belongs to the session that set it: one of the same name in another session, also of the same user, is another timer.",
      4: "A timer that is set while one of the same name is pending in the session replaces it.",
      5: "`cancel_timer` cancels a timer; if there is none of the name, it answers `ok` too.",
      6:
        "A `timer` is a counted frame: what fell due while its session was cut, or the server was down, comes when it is resumed.",
      7: "The timers of a session end with it, at a log-out too.",
      8:
        "A session that has set `limits.timers` timers is refused a further one with `too_many`, and a guest every one with `auth_required`.",
      9:
        "A timer runs for 1 to 31622400000 milliseconds (366 days), and its name has 1 to `limits.timer_name_characters` characters; others are refused with `bad_frame`.",
    ])
}
