/// How much is taken from one address.
extension Check {
  private static let limits: [(name: String, value: Int64)] = [
    ("peer_login_failures_burst", 3), ("peer_login_failures_per_minute", 1),
    ("peer_registrations_burst", 3), ("peer_registrations_per_minute", 1),
  ]

  static let attempts: [Check] = [
    Check(
      "attempts/passwords", "An address takes so many wrong passwords, for whatever accounts",
      covers: "RATE-6"
    ) {
      probe throws(ProbeEnd) in
      try probe.onServer(limits: limits) { probe throws(ProbeEnd) in
        let alice = try probe.registered("alice")
        for code in ["auth_failed", "auth_failed", "auth_failed", "rate_limited"] {
          try probe.guest().isRefused(ProbeUser.passwordLogIn(probe.name("nobody")), with: code)
        }
        // Alice has been here before, and is limited by her own wrong passwords alone.
        try probe.guest().asks(
          ProbeUser.passwordLogIn(alice.name), gets: #"{"type":"ready","user":"\#(alice.name)"}"#)
        try alice.getsNothing()
      }
    },
    Check("attempts/tokens", "An address takes so many wrong tokens", covers: "PASS-4") {
      probe throws(ProbeEnd) in
      try probe.onServer(limits: limits) { probe throws(ProbeEnd) in
        let alice = try probe.user("alice")
        let guest = try probe.guest()
        for code in ["auth_failed", "auth_failed", "auth_failed", "rate_limited"] {
          try guest.isRefused(#""type":"login","token":"made-up-\#(alice.token ?? "")""#, with: code)
        }
        let other = try probe.guest(token: "made-up-\(alice.token ?? "")")
        try other.gets(#"{"type":"error","code":"rate_limited"}"#)
        try other.isClosed(with: 4502, because: "after a token that is not valid")
        try probe.guest(token: alice.token).gets(#"{"type":"ready","user":"\#(alice.name)"}"#)
      }
    },
    Check("attempts/registrations", "An address registers so many users", covers: "RATE-6") {
      probe throws(ProbeEnd) in
      try probe.onServer(limits: limits) { probe throws(ProbeEnd) in
        for _ in 1...3 { _ = try probe.registered("alice") }
        try probe.guest().isRefused(
          #""type":"register","user":"\#(probe.name("alice"))","password":"\#(ProbeUser.password)""#,
          with: "rate_limited")
      }
    },
  ]
}
