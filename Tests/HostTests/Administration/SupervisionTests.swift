import Engine
import Host
import Store
import Testing
import Wire

/// What an operator does to accounts and rooms that stay; what clients see of it is in the checks of the conformance suite.
@Suite struct SupervisionTests {
  private func password(_ chat: Chat, _ password: String, of user: String = "bob") throws -> Client {
    let client = try chat.guest()
    try client.sends(#"{"type":"login","user":"\#(user)","password":"\#(password)"}"#)
    return client
  }

  @Test func `each request is answered, and the state comes back after it`() throws {
    let chat = try Chat()
    _ = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob")
    try chat.tab(of: bob).isCut()
    let guest = try chat.guest()
    try guest.joins("lobby")
    for (request, answer) in [
      (.logOutUser("bob"), #"{"ended":{"user":"bob","sessions":2}}"#),
      (.setPassword(user: "BOB", password: "another horse"), #"{"changed":{"user":"bob"}}"#),
      (.removeGuests("LOBBY"), #"{"removed":{"room":"lobby","guests":1}}"#),
      (.removeGuests("lobby"), #"{"removed":{"room":"lobby","guests":0}}"#),
      (.setOwner(room: "LOBBY", user: "BOB"), #"{"owner":{"room":"lobby","user":"bob"}}"#),
      (.suspendUser("bob"), #"{"suspended":{"user":"bob"}}"#),
    ] as [(AdminRequest, String)] {
      #expect(try chat.administer(request).text == answer)
      let bytes = chat.host.engine.canonicalBytes
      #expect(try JournalWalk.toTheEnd(of: chat.store, .segments).engine.canonicalBytes == bytes)
      #expect(try Engine(canonicalBytes: bytes).canonicalBytes == bytes)
    }
    #expect(try chat.administer(.showRoom("lobby")).string("owner") == "bob")
    #expect(try chat.administer(.showUser("bob"))["suspended"] == .bool(true))
    try chat.restarts()
    try password(chat, "another horse").gets(#"{"type":"error","code":"suspended"}"#)
    #expect(try chat.store.tableState().users.map(\.isSuspended) == [false, true])
    try chat.administer(.unsuspendUser("bob"))
    #expect(try password(chat, "another horse").ready != nil)
    #expect(try chat.administer(.showUser("bob"))["suspended"] == nil)
    #expect(try chat.store.tableState().users.map(\.isSuspended) == [false, false])
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

  @Test func `a connection that was opened with the token of a suspended user is closed`() throws {
    let chat = try Chat()
    let bob = try chat.user("bob")
    try chat.administer(.suspendUser("bob"))
    let token = try #require(bob.token)
    let again = try chat.guest(Opening(token: token))
    #expect(again.closeCode == .loginFailed)
  }
}
