import Engine
import Testing
import Wire

@Suite struct PrivateMessageTests {
  @Test func `every session of the two hears of it, each in its way`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let aliceToo = try chat.tab(of: alice)
    let bob = try chat.user("bob", in: "lobby")
    let bobToo = try chat.tab(of: bob)
    let carol = try chat.user("carol", in: "lobby")
    for client in [alice, bob] { client.getsAll() }
    try alice.sends(#"{"type":"private_message","to":"BOB","message":"psst","id":"1"}"#)
    try alice.gets(
      #"{"type":"private_message_delivered","re":"1","target":"bob","message":"psst","seq":1,"sessions":2}"#)
    try aliceToo.gets(
      #"{"type":"private_message_delivered","re":null,"target":"bob","message":"psst","seq":1}"#)
    for client in [bob, bobToo] {
      try client.gets(#"{"type":"private_message","re":null,"user":"alice","message":"psst","seq":1}"#)
    }
    for client in [alice, aliceToo, bob, bobToo, carol] { client.getsNothing() }
  }

  @Test func `both directions share one dense seq`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob")
    try alice.whispers("one", to: "bob")
    try bob.whispers("two", to: "alice")
    try alice.whispers("three", to: "bob")
    for (client, other) in [(alice, "bob"), (bob, "alice")] {
      client.getsAll()
      try client.sends(#"{"type":"history","with":"\#(other)"}"#)
      try client.gets(
        #"{"type":"history","with":"\#(other)","room":null,"messages":[{"seq":1,"user":"alice"},{"seq":2,"user":"bob"},{"seq":3,"message":"three"}]}"#
      )
    }
  }

  @Test func `someone offline finds it later, and someone unknown is told of`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob")
    try bob.closes()
    try alice.whispers("later", to: "bob")
    try alice.gets(#"{"type":"private_message_delivered","target":"bob","sessions":0,"seq":1}"#)
    try alice.whispers("hello?", to: "nobody")
    try alice.gets(#"{"type":"error","code":"no_such_user","field":"to"}"#)
    let back = try chat.tab(of: bob)
    back.getsNothing()
    try back.sends(#"{"type":"history","with":"alice"}"#)
    try back.gets(#"{"messages":[{"seq":1,"user":"alice","message":"later"}]}"#)
  }

  @Test func `a note to oneself reaches all own sessions once`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let tab = try chat.tab(of: alice)
    try alice.sends(#"{"type":"private_message","to":"alice","message":"milk","id":"1"}"#)
    try alice.gets(#"{"type":"private_message_delivered","re":"1","target":"alice","seq":1,"sessions":2}"#)
    try alice.gets(#"{"type":"private_message","user":"alice","seq":1}"#)
    try tab.gets(#"{"type":"private_message","user":"alice","seq":1}"#)
    for client in [alice, tab] { client.getsNothing() }
    try alice.sends(#"{"type":"history","with":"ALICE"}"#)
    try alice.gets(#"{"with":"alice","messages":[{"message":"milk"}]}"#)
  }

  @Test func `nobody else can find that it exists`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob")
    let carol = try chat.user("carol", in: "lobby")
    let guest = try chat.guest()
    try alice.whispers("quixotic", to: "bob")
    let questions = [
      #"{"type":"search","in":"messages","query":"quixotic"}"#,
      #"{"type":"search","in":"messages","query":"quixotic","from":"alice"}"#,
      #"{"type":"search","in":"messages","query":"quixotic","room":"lobby"}"#,
      #"{"type":"history","with":"alice"}"#, #"{"type":"history","with":"bob"}"#,
      #"{"type":"history","room":"lobby"}"#, #"{"type":"search","in":"users","query":"quixotic"}"#,
      #"{"type":"private_message","to":"bob","message":"hi","key":"quixotic"}"#,
    ]
    for question in questions {
      try carol.sends(question)
      try guest.sends(question)
    }
    let heard = (carol.getsAll() + guest.getsAll()).map(\.text).joined()
    #expect(!heard.contains("\"message\":\"quixotic\""))
    #expect(!heard.contains("\"more\":true"))
    // The first of carol's own conversation with bob is number one, as if the other had never been.
    #expect(heard.contains(#""target":"bob","message":"hi","seq":1"#))
    for (client, other) in [(alice, "bob"), (bob, "alice")] {
      client.getsAll()
      try client.sends(questions[0])
      try client.gets(#"{"results":[{"with":"\#(other)","seq":1,"message":"quixotic"}]}"#)
    }
  }

  @Test func `a target is never written to because of how its name is written`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("Bo\u{308}b")
    try alice.whispers("hi", to: "B\u{d6}B")
    try alice.gets(#"{"target":"Bo\#u{308}b"}"#)
    try bob.gets(#"{"type":"private_message"}"#)
  }
}
