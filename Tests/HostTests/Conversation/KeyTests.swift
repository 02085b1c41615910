import Engine
import Host
import Testing
import Wire

@Suite struct KeyTests {
  private func sends(_ client: Client, _ text: String, key: String, room: String = "lobby") throws {
    try client.sends(
      #"{"type":"chat_message","room":"\#(room)","message":"\#(text)","key":"\#(key)","id":"1"}"#)
  }

  @Test func `a key that comes again answers the first reply and stores nothing`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try sends(alice, "hi", key: "k")
    let first = try alice.gets(#"{"type":"ack","seq":1,"duplicate":false}"#)
    try alice.gets(#"{"type":"chat_message"}"#)
    try chat.passes(seconds: 5)
    try alice.says("between", in: "lobby")
    try alice.gets(#"{"type":"chat_message","seq":2}"#)
    try sends(alice, "hi", key: "k")
    let again = try alice.gets(#"{"type":"ack","re":"1","seq":1,"duplicate":true}"#)
    #expect(again["at"] == first["at"])
    alice.getsNothing()
    try alice.sends(#"{"type":"history","room":"lobby"}"#)
    try alice.gets(#"{"messages":[{"seq":1},{"seq":2}]}"#)
  }

  @Test func `a key is its user's, over all sessions, rooms and a restart`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.joins("tea")
    let bob = try chat.user("bob", in: "lobby")
    try sends(alice, "hi", key: "k")
    try sends(bob, "hi", key: "k")
    try bob.gets(#"{"type":"chat_message","user":"alice"}"#)
    try bob.gets(#"{"type":"ack","seq":2,"duplicate":false}"#)
    alice.getsAll()
    try sends(alice, "hi", key: "k", room: "tea")
    try alice.gets(#"{"type":"error","code":"key_reused","field":"key"}"#)
    try sends(alice, "ho", key: "k")
    try alice.gets(#"{"type":"error","code":"key_reused"}"#)
    try alice.sends(#"{"type":"private_message","to":"bob","message":"hi","key":"k"}"#)
    try alice.gets(#"{"type":"error","code":"key_reused"}"#)
    try chat.restarts()
    #expect(try alice.returns()["resumed"] == .bool(true))
    try sends(alice, "hi", key: "k")
    try alice.gets(#"{"type":"ack","seq":1,"duplicate":true}"#)
    let tab = try chat.tab(of: alice)
    try tab.joins("lobby")
    try sends(tab, "hi", key: "k")
    try tab.gets(#"{"type":"ack","seq":1,"duplicate":true}"#)
  }

  @Test func `a private message's key answers the first reply too`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob")
    let frame = #"{"type":"private_message","to":"BOB","message":"hi","key":"k","id":"1"}"#
    try alice.sends(frame)
    try alice.gets(
      #"{"type":"private_message_delivered","target":"bob","seq":1,"sessions":1,"duplicate":null}"#)
    try bob.gets(#"{"type":"private_message","seq":1}"#)
    try bob.closes()
    try alice.sends(frame)
    try alice.gets(
      #"{"type":"private_message_delivered","re":"1","target":"bob","message":"hi","seq":1,"sessions":1,"duplicate":true}"#
    )
    alice.getsNothing()
    try alice.sends(#"{"type":"private_message","to":"alice","message":"hi","key":"k","id":"1"}"#)
    try alice.gets(#"{"type":"error","code":"key_reused"}"#)
  }

  @Test func `a key that comes again is answered after leaving, and where the target's account was closed`()
    throws
  {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    _ = try chat.user("bob")
    try sends(alice, "hi", key: "k")
    try alice.gets(#"{"type":"ack","seq":1}"#)
    let frame = #"{"type":"private_message","to":"bob","message":"hi","key":"p","id":"2"}"#
    try alice.sends(frame)
    alice.getsAll()
    try alice.sends(#"{"type":"leave","room":"lobby"}"#)
    try chat.administer(.deleteUser("bob"))
    try sends(alice, "hi", key: "k")
    try alice.gets(#"{"type":"ack","re":"1","seq":1,"duplicate":true}"#)
    try alice.sends(frame)
    try alice.gets(#"{"type":"private_message_delivered","re":"2","seq":1,"sessions":1,"duplicate":true}"#)
    try sends(alice, "hi", key: "new")
    try alice.gets(#"{"type":"error","code":"not_in_room"}"#)
    try alice.sends(frame.replacing("\"p\"", with: "\"new\""))
    try alice.gets(#"{"type":"error","code":"no_such_user"}"#)
  }

  @Test func `only so many keys are remembered`() throws {
    let chat = try Chat(limits: .with { $0[.keysPerUser] = 2 })
    let alice = try chat.user("alice", in: "lobby")
    for key in ["a", "b", "c"] { try sends(alice, "hi", key: key) }
    alice.getsAll()
    try sends(alice, "hi", key: "b")
    try alice.gets(#"{"type":"ack","seq":2,"duplicate":true}"#)
    try sends(alice, "hi", key: "a")
    try alice.gets(#"{"type":"ack","seq":4,"duplicate":false}"#)
  }
}
