import Engine
import Host
import Testing
import Wire

@Suite struct ResumeTests {
  private func texts(_ client: Client) -> [String] {
    client.getsAll().compactMap { $0.string("message") }
  }

  @Test(arguments: 0...4)
  func `a session that comes back gets exactly what it missed, in order`(lost: Int) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    for number in 1...4 { try alice.says("\(number)", in: "lobby") }
    try bob.isCut(losing: lost)
    let read = texts(bob)
    for number in 5...6 { try alice.says("\(number)", in: "lobby") }
    try alice.whispers("psst", to: "bob")
    let ready = try bob.returns()
    #expect(ready["resumed"] == .bool(true))
    #expect(ready.string("session") == bob.session)
    #expect(read + texts(bob) == ["1", "2", "3", "4", "5", "6", "psst"])
    // Nobody else saw a leave or a join.
    #expect(
      alice.getsAll().filter { $0["user"] == .string("bob") }.map { $0.string("type") } == ["user_join"])
  }

  @Test func `several cuts in a row, some of them before everything had arrived, lose nothing`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    var read: [String] = []
    for number in 1...20 {
      try alice.says("\(number)", in: "lobby")
      try bob.isCut(losing: number % 4)
      read += texts(bob)
      #expect(try bob.returns()["resumed"] == .bool(true))
    }
    #expect(read + texts(bob) == (1...20).map { "\($0)" })
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

  @Test(arguments: [1, 1000])
  func `a client that has more than it was sent cannot resume`(extra: Int) throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.isCut()
    #expect(try alice.returns(received: alice.transcript.count + extra)["resumed"] == .bool(false))
  }

  @Test func `a session that nobody has cannot be resumed, but the log-in works`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    try alice.isCut()
    let ready = try alice.returns(session: "no-such-session")
    #expect(ready["resumed"] == .bool(false))
    #expect(ready.string("session") != "no-such-session")
  }

  @Test func `another user's session cannot be resumed, and that user keeps it`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let mallory = try chat.user("mallory")
    try alice.isCut()
    try mallory.isCut()
    let stolen = try mallory.returns(session: alice.session, received: 0)
    #expect(stolen["resumed"] == .bool(false))
    #expect(stolen.string("user") == "mallory")
    mallory.getsNothing()
    #expect(try alice.returns()["resumed"] == .bool(true))
  }

  @Test func `a session can be resumed until it expires, and not after`() throws {
    let chat = try Chat(limits: .with { $0[.resumeSeconds] = 30 })
    let alice = try chat.user("alice")
    try alice.isCut()
    try chat.passes(milliseconds: 29_999)
    #expect(try alice.returns()["resumed"] == .bool(true))
    // The timer of the first cut means nothing any more.
    try alice.isCut()
    try chat.passes(milliseconds: 29_999)
    #expect(try alice.returns()["resumed"] == .bool(true))
    try chat.passes(seconds: 60)
    try alice.isCut()
    try chat.passes(seconds: 30)
    #expect(try alice.returns()["resumed"] == .bool(false))
  }

  @Test(arguments: [5, 6])
  func `so many frames wait for a session and no more`(frames: Int) throws {
    let chat = try Chat(limits: .with { $0[.resumeFrames] = 5 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.isCut()
    alice.getsAll()
    for number in 1...frames { try alice.says("\(number)", in: "lobby") }
    let left = alice.getsAll().contains { $0["type"] == .string("user_leave") }
    #expect(left == (frames > 5))
    #expect(try bob.returns()["resumed"] == .bool(frames <= 5))
    #expect(texts(bob) == (frames <= 5 ? (1...frames).map { "\($0)" } : []))
  }

  @Test func `private messages count for what waits, too`() throws {
    let chat = try Chat(limits: .with { $0[.resumeFrames] = 5 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try bob.isCut()
    for number in 1...3 {
      try alice.says("\(number)", in: "lobby")
      try alice.whispers("\(number)", to: "bob")
    }
    #expect(alice.getsAll().contains { $0["type"] == .string("user_leave") })
    #expect(try bob.returns()["resumed"] == .bool(false))
  }

  @Test func `so many bytes wait for a session and no more`() throws {
    let chat = try Chat(limits: .with { $0[.sendQueueBytes] = 2048 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    let text = String(repeating: "x", count: 500)
    try bob.isCut()
    for _ in 1...3 { try alice.says(text, in: "lobby") }
    #expect(try bob.returns()["resumed"] == .bool(true))
    #expect(texts(bob).count == 3)
    try bob.isCut()
    for _ in 1...4 { try alice.says(text, in: "lobby") }
    #expect(try bob.returns()["resumed"] == .bool(false))
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

  @Test func `a session that is still attached elsewhere moves, and the old connection is closed with 4506`()
    throws
  {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    alice.getsAll()
    try bob.says("hi", in: "lobby")
    bob.getsAll()
    let other = try chat.guest()
    try other.sends(
      #"{"type":"login","token":"\#(try #require(bob.token))","resume":{"session":"\#(try #require(bob.session))","received":1}}"#
    )
    #expect(other.ready?["resumed"] == .bool(true))
    #expect(bob.closeCode == .replaced)
    #expect(bob.closeCode?.mayReconnect == false)
    try other.gets(#"{"type":"chat_message","message":"hi"}"#)
    other.getsNothing()
    try alice.gets(#"{"type":"chat_message"}"#)
    try alice.says("ho", in: "lobby")
    try other.gets(#"{"type":"chat_message","message":"ho"}"#)
    bob.getsNothing()
    try alice.gets(#"{"message":"ho"}"#)
    alice.getsNothing()
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

  @Test func `a resume leaves the rooms that the new connection was reading as a guest`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.joins("tea")
    try bob.isCut()
    bob.getsAll()
    try chat.connect(bob)
    try bob.joins("tea")
    bob.loses(1)
    try bob.sends(
      #"{"type":"login","token":"\#(try #require(bob.token))","resume":{"session":"\#(try #require(bob.session))","received":1}}"#
    )
    #expect(bob.ready?["resumed"] == .bool(true))
    try alice.says("hi", in: "tea")
    try alice.says("ho", in: "lobby")
    #expect(texts(bob) == ["ho"])
  }

  @Test func `a crash and restart is invisible to whoever resumes`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    try alice.says("1", in: "lobby")
    bob.loses(1)
    try chat.restarts()
    #expect(try alice.returns()["resumed"] == .bool(true))
    try alice.says("2", in: "lobby")
    #expect(try bob.returns()["resumed"] == .bool(true))
    #expect(texts(bob) == ["1", "2"])
    #expect(texts(alice) == ["1", "2"])
    // And who does not come back is gone when the time is over.
    try chat.restarts()
    #expect(try alice.returns()["resumed"] == .bool(true))
    try chat.passes(seconds: 300)
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
  }
}
