import Engine
import Host
import Testing
import Wire

/// How often passwords and names may be tried.
@Suite struct AttemptTests {
  private static let limits = Limits.with {
    ($0[.loginFailuresBurst], $0[.loginFailuresPerMinute]) = (2, 1)
    ($0[.peerLoginFailuresBurst], $0[.peerLoginFailuresPerMinute]) = (4, 60)
    ($0[.peerRegistrationsBurst], $0[.peerRegistrationsPerMinute]) = (3, 1)
  }

  private func tries(_ client: Client, _ user: String, _ password: String = "wrong horse") throws -> JSON {
    let before = client.ready
    try client.sends(#"{"type":"login","id":"1","user":"\#(user)","password":"\#(password)"}"#)
    if let reply = client.getsAll().last { return reply }
    #expect(before == nil)
    return try #require(client.ready)
  }

  @Test func `right passwords cost nothing, and wrong tokens no password`() throws {
    let chat = try Chat(limits: Self.limits)
    _ = try chat.user("alice")
    for _ in 1...4 {
      let guest = try chat.guest(Opening(peer: Peer(1)))
      #expect(try tries(guest, "alice", Client.password).string("type") == "ready")
      try guest.closes()
      let other = try chat.guest(Opening(peer: Peer(1)))
      try other.sends(#"{"type":"login","token":"vbt_wrong"}"#)
      try other.gets(#"{"type":"error","code":"auth_failed"}"#)
    }
  }

  /// covers: PASS-4
  /// and after a restart.
  @Test func `an address takes so many wrong tokens, and any number of right ones`() throws {
    let chat = try Chat(limits: Self.limits)
    let alice = try chat.user("alice")
    func tries(_ codes: String..., from peer: UInt64) throws {
      let guest = try chat.guest(Opening(peer: Peer(peer)))
      for code in codes {
        try guest.sends(#"{"type":"login","token":"vbt_wrong"}"#)
        try guest.gets(#"{"type":"error","code":"\#(code)"}"#)
      }
    }
    try tries("auth_failed", "auth_failed", "auth_failed", "auth_failed", "rate_limited", from: 7)
    try tries("auth_failed", from: 8)
    #expect(try chat.guest(Opening(token: alice.token, peer: Peer(7))).ready != nil)
    try chat.restarts()
    try tries("rate_limited", from: 7)
    try chat.passes(seconds: 1)
    try tries("auth_failed", "rate_limited", from: 7)
  }

  /// covers: RATE-6
  /// passwords.
  @Test func `an address takes so many wrong passwords, for whatever accounts`() throws {
    let chat = try Chat(limits: Self.limits)
    let alice = try chat.user("alice")
    for name in ["a", "b", "c", "d"] {
      #expect(try tries(chat.guest(Opening(peer: Peer(7))), name).string("code") == "auth_failed")
    }
    let guest = try chat.guest(Opening(peer: Peer(7)))
    let refusal = try tries(guest, "alice", Client.password)
    #expect(refusal.string("code") == "rate_limited")
    #expect(refusal.integer("retry_after_ms") == 1000)
    #expect(try tries(chat.guest(Opening(peer: Peer(8))), "alice", Client.password).string("type") == "ready")
    #expect(try tries(chat.guest(), "alice", Client.password).string("type") == "ready")
    // A token is not guessed.
    #expect(try chat.guest(Opening(token: alice.token, peer: Peer(7))).ready != nil)
    try chat.passes(seconds: 1)
    #expect(try tries(guest, "alice", Client.password).string("type") == "ready")
  }

  /// covers: RATE-6
  /// registrations.
  @Test func `an address registers so many users`() throws {
    let chat = try Chat(limits: Self.limits)
    func register(_ name: String, from peer: UInt64) throws -> String {
      let guest = try chat.guest(Opening(peer: Peer(peer)))
      try guest.sends(#"{"type":"register","user":"\#(name)","password":"correct horse"}"#)
      return guest.getsAll().last?.string("code") ?? "ready"
    }
    for name in ["a", "b", "c"] { #expect(try register(name, from: 1) == "ready") }
    #expect(try register("a", from: 1) == "name_taken")
    #expect(try register("d", from: 1) == "rate_limited")
    #expect(try register("d", from: 2) == "ready")
    try chat.passes(seconds: 60)
    #expect(try register("e", from: 1) == "ready")
  }

  @Test func `guessing many at once gains nothing`() throws {
    let chat = try Chat(limits: Self.limits, credentials: .live(cost: .init(log2N: 1, r: 1, p: 1)))
    let guests = try (1...5).map { _ in try chat.guest(Opening(peer: Peer(1))) }
    for guest in guests {
      try guest.sends(#"{"type":"login","user":"alice","password":"wrong horse"}"#)
    }
    // The others were refused before any work.
    let work = chat.host.takeWork()
    #expect(work.count == 2)
    for piece in work { try chat.finish(piece) }
    #expect(guests.map { $0.getsAll().last?.string("code") }.count { $0 == "rate_limited" } == 3)
    // A guess whose connection is gone counts.
    try guests[0].closes()
    try chat.passes(seconds: 60)
    let late = try chat.guest(Opening(peer: Peer(1)))
    try late.sends(#"{"type":"login","user":"alice","password":"wrong horse"}"#)
    try late.closes()
    try chat.works()
    #expect(try tries(chat.guest(), "alice").string("code") == "rate_limited")
  }

  @Test func `the password until now is guessed no oftener`() throws {
    let chat = try Chat(limits: Self.limits)
    let alice = try chat.user("alice")
    for code in ["auth_failed", "auth_failed", "rate_limited"] {
      try alice.sends(#"{"type":"set_password","old_password":"wrong","password":"battery staple","id":"1"}"#)
      try alice.gets(#"{"type":"error","re":"1","code":"\#(code)"}"#)
    }
    // That is her own allowance, and not that of strangers.
    #expect(try tries(chat.guest(), "alice", Client.password).string("type") == "ready")
  }

  @Test func `whoever comes from where the user has logged in is no stranger`() throws {
    let chat = try Chat(limits: Self.limits)
    _ = try chat.user("alice")
    let home = Peer(7)
    #expect(
      try tries(chat.guest(Opening(peer: home)), "alice", Client.password).string("type") == "ready")
    for code in ["auth_failed", "auth_failed", "rate_limited"] {
      #expect(try tries(chat.guest(Opening(peer: Peer(1))), "alice").string("code") == code)
    }
    // The address of strangers is limited too; hers is not, but by her own wrong passwords.
    #expect(
      try tries(chat.guest(Opening(peer: home)), "alice", Client.password).string("type") == "ready")
    try chat.restarts()
    for code in ["auth_failed", "auth_failed", "rate_limited"] {
      #expect(try tries(chat.guest(Opening(peer: home)), "alice").string("code") == code)
    }
  }

  @Test func `what is limited stays limited after a restart`() throws {
    let chat = try Chat(limits: Self.limits)
    _ = try chat.user("alice")
    for _ in 1...2 { _ = try tries(chat.guest(), "alice") }
    try chat.restarts()
    #expect(try tries(chat.guest(), "alice", Client.password).string("code") == "rate_limited")
  }
}
