import Engine
import Host
import Store
import Testing
import Wire

/// Log-ins whose passwords are worked on while the host goes on.
@Suite struct CredentialWorkTests {
  private static let credentials = Credentials.live(cost: .init(log2N: 1, r: 1, p: 1))

  private func chat(limits: Limits = Limits()) throws -> Chat {
    try Chat(limits: limits, credentials: Self.credentials)
  }

  private func user(_ name: String, of chat: Chat) throws -> Client {
    let client = try chat.guest()
    try client.sends(#"{"type":"register","user":"\#(name)","password":"\#(Client.password)"}"#)
    try chat.works()
    try #require(client.ready != nil)
    return client
  }

  private func logIn(_ client: Client, as user: String, _ password: String = Client.password) throws {
    try client.sends(#"{"type":"login","id":"1","user":"\#(user)","password":"\#(password)"}"#)
  }

  /// covers: CONN-10
  /// in one go.
  @Test func `what follows a log-in waits for it, in order`() throws {
    let chat = try chat()
    let alice = try chat.guest()
    try alice.sends(#"{"type":"register","user":"alice","password":"correct horse"}"#)
    try alice.sends(#"{"type":"join","room":"lobby","id":"2"}"#)
    try alice.says("hi", in: "lobby")
    try alice.sends("not JSON")
    #expect(alice.ready == nil)
    alice.getsNothing()
    #expect(chat.host.isHolding(alice.connection))
    // Others do not wait.
    let guest = try chat.guest()
    try guest.sends(#"{"type":"ping","id":"1"}"#)
    try guest.gets(#"{"type":"pong"}"#)
    #expect(!chat.host.isHolding(guest.connection))

    try chat.works()
    #expect(alice.ready?.string("user") == "alice")
    try alice.gets(#"{"type":"user_list","re":"2","users":["alice"]}"#)
    try alice.gets(#"{"type":"chat_message","message":"hi"}"#)
    try alice.gets(#"{"type":"error","code":"bad_json"}"#)
    alice.getsNothing()
    #expect(!chat.host.isHolding(alice.connection))
  }

  /// covers: CONN-10
  /// a log-in behind a log-in.
  @Test func `what follows a failed log-in is carried out too, a log-in included`() throws {
    let chat = try chat()
    _ = try user("alice", of: chat)
    let guest = try chat.guest()
    try logIn(guest, as: "alice", "wrong horse")
    try logIn(guest, as: "alice")
    try guest.sends(#"{"type":"ping","id":"2"}"#)
    try chat.finish(try #require(chat.host.takeWork().first))
    try guest.gets(#"{"type":"error","re":"1","code":"auth_failed"}"#)
    guest.getsNothing()
    #expect(chat.host.isHolding(guest.connection))
    try chat.works()
    #expect(guest.ready != nil)
    try guest.gets(#"{"type":"pong","re":"2"}"#)
  }

  @Test func `a connection that is gone takes what it sent with it`() throws {
    let chat = try chat()
    for cuts in [true, false] {
      let alice = try chat.guest()
      try alice.sends(#"{"type":"register","user":"alice","password":"correct horse"}"#)
      try alice.sends(#"{"type":"join","room":"lobby"}"#)
      let connection = alice.connection
      if cuts { try alice.isCut() } else { try alice.closes() }
      #expect(!chat.host.isHolding(connection))
      let before = chat.store.journalEnd.number
      try chat.works()
      // The outcome alone was noted; nobody was made by it.
      #expect(chat.store.journalEnd.number == before + 1)
      #expect(!chat.host.engine.awaitsOutcome)
    }
    #expect(try user("alice", of: chat).ready != nil)
  }

  @Test func `a crash while a password is worked on is as if it had never been sent`() throws {
    let chat = try chat()
    let alice = try chat.guest()
    try alice.sends(#"{"type":"register","user":"alice","password":"correct horse"}"#)
    let work = chat.host.takeWork()
    #expect(work.count == 1)
    try chat.restarts()
    try chat.finish(work[0])
    #expect(!chat.host.engine.awaitsOutcome)
    #expect(try user("alice", of: chat).ready != nil)
  }

  @Test func `an outcome counts once`() throws {
    let chat = try chat()
    let alice = try chat.guest()
    try alice.sends(#"{"type":"register","user":"alice","password":"correct horse"}"#)
    let work = try #require(chat.host.takeWork().first)
    try chat.finish(work)
    let end = chat.store.journalEnd
    try chat.finish(work)
    #expect(chat.store.journalEnd == end)
    #expect(chat.host.takeWork().isEmpty)
  }

  @Test func `passwords are checked against what scrypt made of them`() throws {
    let chat = try chat()
    let alice = try user("alice", of: chat)
    let guest = try chat.guest()
    var refusals: Set<String> = []
    for (name, password) in [("alice", "wrong horse"), ("zoe", "correct horse")] {
      try logIn(guest, as: name, password)
      try chat.works()
      refusals.insert(try guest.gets(#"{"type":"error","code":"auth_failed"}"#).text)
    }
    #expect(refusals.count == 1)
    try logIn(guest, as: "alice")
    try chat.works()
    #expect(guest.ready?.string("user") == "alice")
    try alice.sends(
      #"{"type":"set_password","old_password":"correct horse","password":"battery staple","id":"1"}"#)
    try chat.works()
    try alice.gets(#"{"type":"ok","re":"1"}"#)
    let late = try chat.guest()
    try logIn(late, as: "alice", "battery staple")
    try chat.works()
    #expect(late.ready != nil)
  }

  @Test func `a password that is changed while it is checked is wrong`() throws {
    let chat = try chat()
    let alice = try user("alice", of: chat)
    let guest = try chat.guest()
    try logIn(guest, as: "alice")
    let check = try #require(chat.host.takeWork().first)
    try alice.sends(
      #"{"type":"set_password","old_password":"correct horse","password":"battery staple","id":"1"}"#)
    try chat.works()
    try alice.gets(#"{"type":"ok","re":"1"}"#)
    try chat.finish(check)
    try guest.gets(#"{"type":"error","re":"1","code":"auth_failed"}"#)
    #expect(guest.ready == nil)
  }

  @Test func `a session is resumed by password, and hears its name again`() throws {
    let chat = try chat()
    let alice = try user("alice", of: chat)
    let name = try #require(alice.session)
    try alice.isCut()
    let again = try chat.guest()
    try again.sends(
      #"{"type":"login","user":"alice","password":"correct horse","resume":{"session":"\#(name)","received":0}}"#
    )
    // Another frame in between does not make the host forget it.
    let guest = try chat.guest()
    try guest.sends(#"{"type":"ping"}"#)
    try chat.works()
    #expect(again.ready?["resumed"] == .bool(true))
    #expect(again.session == name)
  }
}
