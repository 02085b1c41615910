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
        let alice = try probe.guest()
        try alice.register(as: probe.name("alice"))
        for _ in 1...3 { try probe.guest().logsIn(as: probe.name("nobody"), gets: "auth_failed") }
        try probe.guest().logsIn(as: probe.name("nobody"), gets: "rate_limited")
        // Alice has been here before, and is limited by her own wrong passwords alone.
        try probe.guest().asks(
          #""type":"login","user":"\#(alice.name)","password":"\#(ProbeUser.password)""#,
          gets: #"{"type":"ready","user":"\#(alice.name)"}"#)
        try alice.getsNothing()
      }
    },
    Check("attempts/tokens", "An address takes so many wrong tokens", covers: "PASS-4") {
      probe throws(ProbeEnd) in
      try probe.onServer(limits: limits) { probe throws(ProbeEnd) in
        let alice = try probe.user("alice")
        let guest = try probe.guest()
        for code in ["auth_failed", "auth_failed", "auth_failed", "rate_limited"] {
          try guest.asks(
            #""type":"login","token":"made-up-\#(alice.token ?? "")""#,
            gets: #"{"type":"error","code":"\#(code)"}"#)
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
        for _ in 1...3 { try probe.guest().register(as: probe.name("alice")) }
        try probe.guest().asks(
          #""type":"register","user":"\#(probe.name("alice"))","password":"\#(ProbeUser.password)""#,
          gets: #"{"type":"error","code":"rate_limited"}"#)
      }
    },
  ]
}

extension ProbeUser {
  /// Tries a password, and is refused.
  fileprivate func logsIn(as user: String, gets code: String) throws(ProbeEnd) {
    try asks(
      #""type":"login","user":"\#(user)","password":"\#(Self.password)""#,
      gets: #"{"type":"error","code":"\#(code)"}"#)
  }
}
