import Engine
import Host
import Store
import Testing
import Wire

@Suite struct ReadOnlyTests {
  /// covers: ERR-4
  @Test func `a server that cannot write answers what only looks, and refuses the rest`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.sends(#"{"type":"chat_message","room":"lobby","message":"before","id":"1"}"#)
    let committed = chat.store.chain
    let state = try Recovery.find(in: chat.store).engine.canonicalBytes
    try chat.losesItsDisk()

    let bob = try chat.guest()
    try bob.sends(#"{"type":"history","room":"lobby","id":"1"}"#)
    try bob.gets(#"{"type":"history","messages":[{"seq":1,"message":"before"}],"re":"1"}"#)
    try bob.sends(#"{"type":"rooms","id":"2"}"#)
    try bob.gets(#"{"type":"room_list","re":"2"}"#)
    try bob.sends(#"{"type":"join","room":"lobby","id":"3"}"#)
    try bob.gets(#"{"type":"user_list","re":"3"}"#)
    try bob.sends(#"{"type":"register","user":"bob","password":"open sesame","id":"4"}"#)
    try bob.gets(#"{"type":"error","code":"unavailable","re":"4","retry_after_ms":1000}"#)

    let again = try chat.guest()
    try again.sends(#"{"type":"login","user":"alice","password":"\#(Client.password)","id":"5"}"#)
    #expect(again.ready?["user"] == .string("alice"))
    try again.sends(#"{"type":"join","room":"lobby"}"#)
    try again.gets(#"{"type":"user_list"}"#)
    for frame in [
      #"{"type":"chat_message","room":"lobby","message":"after","id":"6"}"#,
      #"{"type":"private_message","to":"alice","message":"after","id":"6"}"#,
      #"{"type":"topic","room":"lobby","topic":"after","id":"6"}"#,
      #"{"type":"line","room":"lobby","line":"/room unlisted","id":"6"}"#,
      #"{"type":"delete_message","room":"lobby","seq":1,"id":"6"}"#,
      #"{"type":"create_room","room":"other","id":"6"}"#, #"{"type":"join","room":"other","id":"6"}"#,
    ] {
      try again.sends(frame)
      try again.gets(#"{"type":"error","code":"unavailable","re":"6"}"#)
    }

    #expect(chat.store.chain == committed)
    #expect(try Recovery.find(in: chat.store).engine.canonicalBytes == state)
  }

  @Test func `tokens log in, sessions that have one end, and time goes on`() throws {
    let chat = try Chat(limits: .with { $0[.resumeSeconds] = 30 })
    let alice = try chat.user("alice", in: "lobby")
    let token = try #require(alice.token)
    try chat.losesItsDisk()

    let again = try chat.guest()
    try again.sends(#"{"type":"login","token":"\#(token)","id":"1"}"#)
    #expect(again.ready?["user"] == .string("alice"))
    try again.closes()
    // The session from before is not resumed in time.
    try chat.passes(seconds: 31)
    #expect(chat.host.nextDeadline.map { $0 > chat.now } ?? true)
    let guest = try chat.guest()
    try guest.sends(#"{"type":"join","room":"lobby","id":"2"}"#)
    try guest.gets(#"{"type":"user_list","users":[],"re":"2"}"#)
  }
}
