import Engine
import Host
import Testing
import Wire

@Suite struct ResumeTests {
  private func texts(_ client: Client) -> [String] {
    client.getsAll().compactMap { $0.string("message") }
  }

  @Test func `what was edited after a session left a room is not sent to it`() throws {
    let chat = try Chat()
    let ann = try chat.user("ann", in: "lobby")
    let ben = try chat.user("ben", in: "lobby")
    try ann.says("hello", in: "lobby")
    try ben.sends(#"{"type":"leave","room":"lobby"}"#)
    try chat.passes(seconds: 1)
    try ann.sends(#"{"type":"edit_message","room":"lobby","seq":1,"message":"the code is 4711"}"#)
    try ben.isCut(losing: 1)
    #expect(try ben.returns()["resumed"] == .bool(false))
    #expect(!ben.getsAll().contains { $0.text.contains("4711") })
  }

  @Test func `replies and answers that were lost on the way come again, with their ids`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.says("hi", in: "lobby")
    alice.getsAll()
    let questions = [
      #"{"type":"ping","id":"1"}"#, #"{"type":"who","room":"lobby","id":"2"}"#,
      #"{"type":"history","room":"lobby","id":"3"}"#,
      #"{"type":"search","in":"messages","query":"hi","id":"4"}"#,
      #"{"type":"search","in":"users","query":"al","id":"5"}"#, #"{"type":"rooms","id":"6"}"#,
      #"{"type":"nope","id":"7"}"#, #"{"type":"line","line":"/help","id":"8"}"#,
      #"{"type":"chat_message","room":"lobby","message":"ho","id":"9"}"#,
    ]
    for question in questions { try alice.sends(question) }
    let first = alice.transcript
    try alice.isCut(losing: 10)
    alice.getsNothing()
    #expect(try alice.returns()["resumed"] == .bool(true))
    #expect(alice.transcript == first)
    #expect(alice.getsAll().compactMap { $0.string("re") } == (1...9).map { "\($0)" })
  }

  @Test func `an answer that comes again shows what was there when it was asked`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.says("one", in: "lobby")
    try alice.sends(#"{"type":"history","room":"lobby","id":"1"}"#)
    try alice.sends(#"{"type":"search","in":"messages","query":"one","id":"2"}"#)
    try alice.sends(#"{"type":"search","in":"users","query":"b","id":"3"}"#)
    let first = alice.transcript
    try alice.isCut(losing: 3)
    try bob.says("one more", in: "lobby")
    _ = try chat.user("barbara")
    try alice.returns()
    #expect(Array(alice.transcript.prefix(first.count)) == first)
    #expect(alice.transcript.count == first.count + 1)
  }

  @Test func `an answer that comes again tells who is online by then`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob", in: "lobby")
    try alice.sends(#"{"type":"rooms"}"#)
    try alice.sends(#"{"type":"search","in":"users","query":"bob"}"#)
    try alice.isCut(losing: 2)
    try bob.closes()
    try alice.returns()
    try alice.gets(#"{"type":"room_list","rooms":[{"room":"lobby","online":0}]}"#)
    try alice.gets(#"{"type":"search","results":[{"user":"bob","online":false}]}"#)
  }

  @Test func `rooms that were joined and left since are part of what was missed`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob", in: "a")
    for room in ["a", "b", "a", "c"] {
      try alice.joins(room)
      try bob.sends(#"{"type":"join","room":"\#(room)"}"#)
      try alice.says("in \(room)", in: room)
      try bob.sends(#"{"type":"chat_message","room":"\#(room)","message":"also in \#(room)","id":"x"}"#)
      try bob.sends(#"{"type":"leave","room":"\#(room)","id":"y"}"#)
      try alice.says("without bob in \(room)", in: room)
    }
    let whole = bob.transcript
    for lost in 0...whole.count {
      try bob.isCut(losing: lost)
      #expect(try bob.returns()["resumed"] == .bool(true), "\(lost)")
      #expect(bob.transcript == whole, "\(lost)")
    }
    #expect(!whole.joined().contains("without bob"))
  }

  @Test func `what is no longer kept is not replaced by what came before it`() throws {
    let chat = try Chat(limits: .with { $0[.resumeFrames] = 8 })
    let alice = try chat.user("alice", in: "a")
    let bob = try chat.user("bob")
    for room in ["b", "c", "a"] { try bob.joins(room) }
    try alice.joins("b")
    try bob.gets(#"{"type":"user_join"}"#)
    for number in 1...3 { try alice.says("\(number)", in: "a") }
    try bob.sends(#"{"type":"leave","room":"a"}"#)
    // The room goes on without bob until it has forgotten what bob was sent.
    for number in 4...12 { try alice.says("\(number)", in: "a") }
    // And bob leaves another room, in which something was said.
    try bob.sends(#"{"type":"leave","room":"b"}"#)
    try bob.isCut(losing: 3)
    let received = bob.transcript.count
    #expect(try bob.returns()["resumed"] == .bool(false), "after \(received) frames")
  }

  @Test func `one that overflows and leaves may make the next one overflow`() throws {
    let chat = try Chat(limits: .with { $0[.resumeFrames] = 3 })
    let alice = try chat.user("alice", in: "lobby")
    let users = try ["bob", "carol", "dora"].map { try chat.user($0, in: "lobby") }
    for user in users { try user.isCut() }
    alice.getsAll()
    for number in 1...4 { try alice.says("\(number)", in: "lobby") }
    let left = alice.getsAll().filter { $0["type"] == .string("user_leave") }
    #expect(left.count == 3)
    for user in users { #expect(try user.returns()["resumed"] == .bool(false)) }
  }

  @Test func `what a guest heard before it logged in is not counted`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob")
    try bob.closes()
    let guest = try chat.guest()
    try guest.joins("lobby")
    for number in 1...3 { try alice.says("\(number)", in: "lobby") }
    guest.getsAll()
    try guest.sends(#"{"type":"login","token":"\#(try #require(bob.token))"}"#)
    try alice.says("4", in: "lobby")
    try guest.isCut(losing: 1)
    try alice.says("5", in: "lobby")
    #expect(try guest.returns(as: bob)["resumed"] == .bool(true))
    #expect(texts(guest) == ["4", "5"])
  }

  @Test func `a guest that is cut is gone, with all it was reading`() throws {
    let chat = try Chat(limits: .with { $0[.unusedAccountSeconds] = 0 })
    let alice = try chat.user("alice", in: "lobby")
    let guest = try chat.guest()
    try guest.joins("lobby")
    try guest.isCut()
    try alice.says("hi", in: "lobby")
    #expect(chat.host.nextDeadline == nil)
  }

  @Test func `who does not come back after a crash is gone when the time is over`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    _ = try chat.user("bob", in: "lobby")
    alice.getsAll()
    try chat.restarts()
    #expect(try alice.returns()["resumed"] == .bool(true))
    try chat.passes(milliseconds: 299_999)
    alice.getsNothing()
    try chat.passes(milliseconds: 1)
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
  }
}
