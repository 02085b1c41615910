extension Clause {
  static let passwords = [
    Clause(
      .passwords, 1, .must,
      "Passwords that are canonically equivalent in Unicode are the same one.", since: 6),
    Clause(
      .passwords, 2, .must,
      "A new password that is one of the thousand most common ones, in any case, is refused with `bad_frame`.",
      since: 6),
    Clause(
      .passwords, 3, .must,
      "A new password that is a way to write the user's name is refused with `bad_frame`.", since: 6),
    Clause(
      .passwords, 4, .must,
      "Wrong tokens have an allowance for each address, `peer_login_failures_…` again: past it wrong ones and the operator's are refused with `rate_limited`, while users' valid ones still log in.",
      since: 6),
  ]
}
