import Engine
import Host
import Store
import Testing
import Wire

@Suite struct LimitTests {
  private func chat() throws -> Chat {
    try Chat(
      limits: .with {
        ($0[.messagesBurst], $0[.messagesPerSecond]) = (3, 4)
        ($0[.queriesBurst], $0[.queriesPerSecond]) = (2, 1)
        ($0[.commandsBurst], $0[.commandsPerSecond]) = (4, 2)
      })
  }

  @Test func `a refusal for the rate says to the millisecond when to go on`() throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    for number in 1...3 { try alice.says("\(number)", in: "lobby") }
    alice.getsAll()
    try alice.says("4", in: "lobby")
    try alice.gets(#"{"type":"error","code":"rate_limited","retry_after_ms":250}"#)
    try chat.passes(milliseconds: 100)
    try alice.says("4", in: "lobby")
    try alice.gets(#"{"type":"error","code":"rate_limited","retry_after_ms":150}"#)
    try chat.passes(milliseconds: 149)
    try alice.says("4", in: "lobby")
    try alice.gets(#"{"type":"error","code":"rate_limited","retry_after_ms":1}"#)
    try chat.passes(milliseconds: 1)
    try alice.says("4", in: "lobby")
    try alice.gets(#"{"type":"chat_message","seq":4}"#)
  }

  @Test func `a refused command costs as much as one that is done`() throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    for _ in 1...3 {
      try alice.says(" ", in: "lobby")
      try alice.gets(#"{"type":"error","code":"bad_frame"}"#)
    }
    try alice.says("1", in: "lobby")
    try alice.gets(#"{"type":"error","code":"rate_limited","retry_after_ms":250}"#)
    try chat.passes(milliseconds: 250)
    try alice.says("1", in: "lobby")
    try alice.gets(#"{"type":"chat_message","seq":1}"#)
  }

  @Test(arguments: ["/nothing", "/pm", "/mute"])
  func `a line that means nothing costs as much as a command`(line: String) throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    // Logging in and joining were two of the four commands, and the half of a second that a log-in takes none.
    try chat.passes(milliseconds: 2000)
    for _ in 1...4 {
      try alice.types(line)
      #expect(alice.getsAll().map { $0["code"] }.allSatisfy { $0 != .string("rate_limited") })
    }
    try alice.types(line)
    try alice.gets(#"{"type":"error","code":"rate_limited","retry_after_ms":500}"#)
  }

  @Test func `being refused for the rate costs nothing, until the session is closed for it`() throws {
    let chat = try Chat(
      limits: .with {
        ($0[.messagesBurst], $0[.messagesPerSecond]) = (1, 1)
        ($0[.refusalsBurst], $0[.refusalsPerSecond]) = (3, 2)
      })
    let alice = try chat.user("alice", in: "lobby")
    try alice.says("1", in: "lobby")
    alice.getsAll()
    let before = chat.host.engine.conversationBytes
    for _ in 1...3 {
      try alice.says("2", in: "lobby")
      try alice.gets(#"{"code":"rate_limited","retry_after_ms":1000}"#)
    }
    #expect(chat.host.engine.conversationBytes == before)
    try chat.passes(milliseconds: 500)
    try alice.says("2", in: "lobby")
    try alice.gets(#"{"code":"rate_limited","retry_after_ms":500}"#)
    #expect(alice.closeCode == nil)
    try alice.says("2", in: "lobby")
    try alice.gets(#"{"code":"rate_limited"}"#)
    #expect(alice.closeCode == .rate)
  }

  @Test func `the journal has no text that was refused`() throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    let secret = String(repeating: "unsaid", count: 2000)
    try alice.says(secret, in: "lobby")
    try alice.sends(#"{"type":"who","room":"\#(secret)"}"#)
    try alice.sends(#"{"type":"line","line":"/\#(secret)","id":"\#(secret)"}"#)
    try alice.types("/pm zoe \(secret.prefix(60))")
    var reader = chat.store.journal(after: .start)
    while let entry = try reader.next() {
      #expect(entry.input.count < 2000)
      #expect(!String(decoding: entry.input, as: UTF8.self).contains("unsaidunsaidunsaidunsaid"))
    }
  }

  @Test func `a user has one allowance over all sessions, another user has another`() throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    let tab = try chat.tab(of: alice)
    let bob = try chat.user("bob", in: "lobby")
    try tab.joins("lobby")
    try alice.says("1", in: "lobby")
    try tab.whispers("2", to: "bob")
    try alice.types("3")
    for client in [alice, tab, bob] { client.getsAll() }
    for client in [alice, tab] {
      try client.whispers("4", to: "bob")
      try client.gets(#"{"code":"rate_limited","retry_after_ms":250}"#)
    }
    try bob.says("1", in: "lobby")
    try bob.gets(#"{"type":"chat_message"}"#)
  }

  @Test func `logging out or in again brings no fresh allowance`() throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    for number in 1...3 { try alice.says("\(number)", in: "lobby") }
    try alice.sends(#"{"type":"logout"}"#)
    try alice.sends(#"{"type":"login","token":"\#(try #require(alice.token))"}"#)
    alice.getsAll()
    try alice.whispers("4", to: "alice")
    try alice.gets(#"{"code":"rate_limited","retry_after_ms":250}"#)
  }

  @Test func `guests have each an allowance of their own`() throws {
    let chat = try chat()
    _ = try chat.user("alice", in: "lobby")
    let guests = [try chat.guest(), try chat.guest()]
    for guest in guests {
      for _ in 1...2 { try guest.sends(#"{"type":"who","room":"lobby"}"#) }
      #expect(guest.getsAll().allSatisfy { $0["type"] == .string("user_list") })
      try guest.sends(#"{"type":"rooms"}"#)
      try guest.gets(#"{"code":"rate_limited","retry_after_ms":1000}"#)
      // Other commands are counted apart.
      try guest.sends(#"{"type":"ping"}"#)
      try guest.gets(#"{"type":"pong"}"#)
    }
  }

  @Test func `guessing passwords is slowed down`() throws {
    let chat = try chat()
    let guest = try chat.guest()
    for _ in 1...5 { try guest.sends(#"{"type":"login","user":"alice","password":"guess"}"#) }
    let codes = guest.getsAll().map { $0.string("code") }
    #expect(codes == ["auth_failed", "auth_failed", "auth_failed", "auth_failed", "rate_limited"])
  }

  @Test func `a rate limit outlives a crash`() throws {
    let chat = try chat()
    let alice = try chat.user("alice", in: "lobby")
    for number in 1...3 { try alice.says("\(number)", in: "lobby") }
    try chat.restarts()
    try alice.returns()
    alice.getsAll()
    try alice.says("4", in: "lobby")
    try alice.gets(#"{"code":"rate_limited","retry_after_ms":250}"#)
  }

  @Test func `too many frames that cannot be read close the connection with 4500`() throws {
    let chat = try Chat(limits: .with { $0[.badFrames] = 3 })
    let alice = try chat.user("alice", in: "lobby")
    let bob = try chat.user("bob", in: "lobby")
    alice.getsAll()
    for _ in 1...2 {
      try bob.sends("nonsense")
      try bob.gets(#"{"type":"error","code":"bad_json"}"#)
    }
    // A command that is refused is no such frame.
    for _ in 1...5 { try bob.sends(#"{"type":"leave","room":"nowhere"}"#) }
    bob.getsAll()
    #expect(bob.closeCode == nil)
    try bob.sends(#"{"type":"nope"}"#)
    try bob.gets(#"{"type":"error","code":"unknown_type"}"#)
    #expect(bob.closeCode == .badFrames)
    try alice.gets(#"{"type":"user_leave","user":"bob"}"#)
    #expect(try bob.returns()["resumed"] == .bool(false))
  }

  @Test func `frames for a connection that is gone are ignored`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    let connection = alice.connection
    try alice.closes()
    let before = chat.host.engine.conversationBytes
    try chat.receive(#"{"type":"join","room":"lobby"}"#, from: connection)
    try chat.receive("nonsense", from: connection)
    try chat.cut(connection)
    try chat.close(connection)
    try chat.cut(ConnectionID(999))
    #expect(chat.host.engine.conversationBytes == before)
  }
}
