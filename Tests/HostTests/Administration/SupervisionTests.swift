import Engine
import Host
import Store
import Testing
import Wire

/// What an operator does to accounts and rooms that stay.
@Suite struct SupervisionTests {
  private func logIn(_ chat: Chat, _ fields: String) throws -> Client {
    let client = try chat.guest()
    try client.sends(#"{"type":"login",\#(fields)}"#)
    return client
  }

  private func password(_ chat: Chat, _ password: String, of user: String = "bob") throws -> Client {
    try logIn(chat, #""user":"\#(user)","password":"\#(password)""#)
  }

  /// Checks that the state comes back from the journal alone and from its own bytes.
  private func expectRecovery(_ chat: Chat) throws {
    let bytes = chat.host.engine.canonicalBytes
    #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
    #expect(try Engine(canonicalBytes: bytes).canonicalBytes == bytes)
  }

  /// covers: ADM-9
  @Test func `a password that an operator sets is the only one, and nobody stays logged in`() throws {
    let chat = try Chat()
    let bob = try chat.user("bob")
    let made = try chat.administer(.createToken(user: "bob", bot: false, label: ""))
    let away = try chat.tab(of: bob)
    try away.isCut()
    let answer = try chat.administer(.setPassword(user: "BOB", password: "another horse"))
    #expect(answer.text == #"{"changed":{"user":"bob"}}"#)
    #expect(bob.closeCode == .revoked)
    #expect(chat.host.engine.sessionCount(of: UserID(1)) == 0)
    try logIn(chat, #""token":"\#(try #require(bob.token))""#).gets(#"{"type":"error","code":"auth_failed"}"#)
    try password(chat, Client.password).gets(#"{"type":"error","code":"auth_failed"}"#)
    #expect(try password(chat, "another horse").ready != nil)
    #expect(try logIn(chat, #""token":"\#(try #require(made.string("token")))""#).ready != nil)
    try expectRecovery(chat)
    try chat.restarts()
    #expect(try password(chat, "another horse").ready != nil)
  }

  @Test func `a user who tried too many passwords can log in with the operator's at once`() throws {
    let chat = try Chat()
    _ = try chat.user("bob")
    while try password(chat, "wrong horse").ready == nil {
      let last = try password(chat, Client.password)
      guard last.ready == nil else { continue }
      try last.gets(#"{"type":"error","code":"rate_limited"}"#)
      break
    }
    try chat.administer(.setPassword(user: "bob", password: "another horse"))
    #expect(try password(chat, "another horse").ready != nil)
  }

  @Test func `an account that had no password has one then`() throws {
    let chat = try Chat()
    _ = try chat.provision("echo", bot: true)
    try chat.administer(.setPassword(user: "echo", password: "another horse"))
    #expect(try password(chat, "another horse", of: "echo").ready != nil)
  }

  @Test func `a password that takes long to hash is hashed elsewhere, or not at all`() throws {
    var credentials = Credentials.simulated
    credentials.areInstant = false
    let chat = try Chat(credentials: credentials)
    _ = try chat.provision("echo", bot: true)
    let request = AdminRequest.setPassword(user: "echo", password: "another horse").json
    let work = try #require(chat.host.passwordWork(for: request))
    let refused = try chat.host.administer(request, hashed: .notDone, at: chat.now)
    #expect(refused["error"]?.string("code") == "unavailable")
    let done = try chat.host.administer(request, hashed: work.run(), at: chat.now)
    #expect(done.text == #"{"changed":{"user":"echo"}}"#)
    let echo = try password(chat, "another horse", of: "echo")
    try chat.works()
    #expect(echo.ready != nil)
    // What is refused costs no hash.
    for wrong in [
      AdminRequest.setPassword(user: "nobody", password: "another horse"),
      .setPassword(user: "echo", password: "short"), .suspendUser("echo"),
    ] { #expect(chat.host.passwordWork(for: wrong.json) == nil) }
  }

  /// covers: ADM-10
  @Test func `a suspended user is out and stays out, also after a restart and a rebuild`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    alice.getsAll()
    #expect(try chat.administer(.suspendUser("bob")).text == #"{"suspended":{"user":"bob"}}"#)
    #expect(bob.closeCode == .revoked)
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
    #expect(try chat.administer(.showUser("bob"))["suspended"] == .bool(true))
    try expectRecovery(chat)
    try chat.restarts()
    let refused = #"{"type":"error","code":"suspended"}"#
    try password(chat, Client.password).gets(refused)
    try logIn(chat, #""token":"\#(try #require(bob.token))""#).gets(refused)
    try password(chat, "wrong horse").gets(#"{"type":"error","code":"auth_failed"}"#)
    #expect(try chat.store.tableState().users.map(\.isSuspended) == [false, true])
    try chat.administer(.unsuspendUser("bob"))
    #expect(try password(chat, Client.password).ready != nil)
    #expect(try chat.administer(.showUser("bob"))["suspended"] == nil)
    #expect(try chat.store.tableState().users.map(\.isSuspended) == [false, false])
  }

  @Test func `a connection that was opened with the token of a suspended user is closed`() throws {
    let chat = try Chat()
    let bob = try chat.user("bob")
    try chat.administer(.suspendUser("bob"))
    let token = try #require(bob.token)
    let again = try chat.guest(Opening(token: token))
    #expect(again.closeCode == .loginFailed)
  }

  /// covers: ADM-11
  @Test func `an operator ends sessions that are there and those that wait`() throws {
    let chat = try Chat()
    let bob = try chat.user("bob")
    let away = try chat.tab(of: bob)
    try away.isCut()
    #expect(try chat.administer(.logOutUser("bob")).text == #"{"ended":{"user":"bob","sessions":2}}"#)
    #expect(bob.closeCode == .revoked)
    try logIn(chat, #""token":"\#(try #require(bob.token))""#).gets(#"{"type":"error","code":"auth_failed"}"#)
    #expect(try password(chat, Client.password).ready != nil)
    try expectRecovery(chat)
  }

  /// covers: ADM-12
  @Test func `guests are taken out of a room, once, and hear no more of it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let guest = try chat.guest()
    try guest.joins("lobby")
    alice.getsAll()
    #expect(try chat.administer(.removeGuests("LOBBY")).text == #"{"removed":{"room":"lobby","guests":1}}"#)
    let told = #"{"type":"room_changed","room":"lobby","users_only":true,"by":null}"#
    try alice.gets(told)
    try guest.gets(told)
    try alice.says("among ourselves", in: "lobby")
    guest.getsNothing()
    alice.getsAll()
    #expect(try chat.administer(.removeGuests("lobby")).text == #"{"removed":{"room":"lobby","guests":0}}"#)
    alice.getsNothing()
    try expectRecovery(chat)
  }

  /// covers: ADM-13
  @Test func `an operator gives a room to anybody, and who owned it is a member`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob")
    try alice.sends(#"{"type":"ban","room":"lobby","user":"bob"}"#)
    alice.getsAll()
    let answer = try chat.administer(.setOwner(room: "LOBBY", user: "BOB"))
    #expect(answer.text == #"{"owner":{"room":"lobby","user":"bob"}}"#)
    try alice.gets(#"{"type":"role","user":"alice","role":"member","by":null}"#)
    try alice.gets(#"{"type":"role","user":"bob","role":"owner","by":null}"#)
    try bob.joins("lobby")
    try chat.administer(.setOwner(room: "lobby", user: "bob"))
    #expect(try chat.administer(.showRoom("lobby")).string("owner") == "bob")
    try expectRecovery(chat)
  }
}
