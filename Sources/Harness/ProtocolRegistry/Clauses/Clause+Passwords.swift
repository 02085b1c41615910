extension Clause {
  static let passwords = rules(
    of: .passwords, since: 6,
    [
      1: "Passwords that are canonically equivalent in Unicode are the same one.",
      2:
        "A new password that is one of the thousand most common ones, in any case, is refused with `bad_frame`.",
      3: "A new password that is a way to write the user's name is refused with `bad_frame`.",
      4:
        "Wrong tokens have an allowance for each address, `peer_login_failures_…` again: past it wrong ones and the operator's are refused with `rate_limited`, while users' valid ones still log in.",
    ])
}
