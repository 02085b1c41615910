import Engine
import Testing
import Wire

@Suite struct MessageTests {
  @Test func `everyone in the room sees the same message at the same seq, live and later`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.gets(#"{"type":"user_join"}"#)
    for (number, speaker) in [alice, bob, alice].enumerated() {
      try chat.passes(milliseconds: 5)
      try speaker.sends(#"{"type":"chat_message","room":"lobby","message":"number \#(number + 1)","id":"m"}"#)
    }
    var live: [[Int64]] = []
    for client in [alice, bob] {
      let messages = client.getsAll().filter { $0["type"] == .string("chat_message") }
      live.append(messages.compactMap { $0.integer("seq") })
      try client.sends(#"{"type":"history","room":"lobby"}"#)
      try client.gets(
        #"""
        {"type":"history","room":"lobby","more":false,"messages":[
          {"seq":1,"user":"alice","message":"number 1","at":"2026-01-01T00:00:00.005Z"},
          {"seq":2,"user":"bob","message":"number 2","at":"2026-01-01T00:00:00.010Z"},
          {"seq":3,"user":"alice","message":"number 3","at":"2026-01-01T00:00:00.015Z"}]}
        """#)
    }
    #expect(live == [[1, 2, 3], [1, 2, 3]])
  }

  @Test func `the ack has an id, and the sender gets its own message too`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.sends(#"{"type":"chat_message","room":"LOBBY","message":"hi","id":"7"}"#)
    try alice.gets(
      #"{"type":"ack","re":"7","room":"lobby","seq":1,"at":"2026-01-01T00:00:00.000Z","duplicate":false}"#)
    try alice.gets(#"{"type":"chat_message","re":null,"room":"lobby","seq":1,"user":"alice","message":"hi"}"#)
    try alice.says("again", in: "lobby")
    try alice.gets(#"{"type":"chat_message","seq":2}"#)
    alice.getsNothing()
  }

  @Test(arguments: ["/join x", "//x", "/pm bob hi", "/", " hi ", "\\u202e", "\\u00e9", "e\\u0301", "🔑"])
  func `a message is repeated as it was said, whatever it looks like`(text: String) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.says(text, in: "lobby")
    try alice.gets(#"{"type":"chat_message","message":"\#(text)"}"#)
    try alice.sends(#"{"type":"history","room":"lobby"}"#)
    try alice.gets(#"{"messages":[{"message":"\#(text)"}]}"#)
  }

  @Test func `the session's user speaks, whatever a frame says`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    _ = try chat.user("bob")
    try alice.sends(
      #"{"type":"chat_message","room":"lobby","message":"hi","user":"bob","from":"bob","username":"bob"}"#)
    try alice.gets(#"{"type":"chat_message","user":"alice"}"#)
  }

  @Test func `seq is dense in each room, whatever is refused in between`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "a")
    try alice.joins("b")
    for (room, text) in [("a", "1"), ("b", "1"), ("a", " "), ("a", "2"), ("c", "1"), ("b", "2")] {
      try alice.says(text, in: room)
    }
    let said = alice.getsAll().filter { $0["type"] == .string("chat_message") }
    #expect(said.map(\.text).count == 4)
    for message in said { #expect(message.integer("seq").map(String.init) == message.string("message")) }
  }

  @Test func `history pages go back and forth and meet without gap or overlap`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    for number in 1...7 { try alice.says("\(number)", in: "lobby") }
    alice.getsAll()
    func page(_ fields: String) throws -> (seqs: [Int64], more: Bool) {
      try alice.sends(#"{"type":"history","room":"lobby",\#(fields)}"#)
      let page = try alice.gets(#"{"type":"history"}"#)
      return (page.array("messages").compactMap { $0.integer("seq") }, page["more"] == .bool(true))
    }
    #expect(try page(#""limit":3"#) == ([5, 6, 7], true))
    #expect(try page(#""limit":3,"before":5"#) == ([2, 3, 4], true))
    #expect(try page(#""limit":3,"before":2"#) == ([1], false))
    #expect(try page(#""limit":3,"before":1"#) == ([], false))
    #expect(try page(#""limit":3,"before":0"#) == ([], false))
    #expect(try page(#""limit":3,"after":0"#) == ([1, 2, 3], true))
    #expect(try page(#""limit":3,"after":4"#) == ([5, 6, 7], false))
    #expect(try page(#""limit":3,"after":7"#) == ([], false))
    #expect(try page(#""after":9007199254740991"#) == ([], false))
    #expect(try page(#""limit":9007199254740991"#) == ([1, 2, 3, 4, 5, 6, 7], false))
  }

  @Test func `a page of history has a bound`() throws {
    let chat = try Chat(limits: .with { $0[.historyPage] = 2 })
    let alice = try chat.user("alice", in: "lobby")
    for number in 1...3 { try alice.says("\(number)", in: "lobby") }
    alice.getsAll()
    try alice.sends(#"{"type":"history","room":"lobby","limit":100}"#)
    try alice.gets(#"{"messages":[{"seq":2},{"seq":3}],"more":true}"#)
    try alice.sends(#"{"type":"join","room":"lobby","after":0}"#)
    try alice.gets(#"{"type":"user_list"}"#)
    try alice.gets(#"{"messages":[{"seq":1},{"seq":2}],"more":true}"#)
  }
}
