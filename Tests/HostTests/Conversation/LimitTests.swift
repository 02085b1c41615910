import Engine
import Host
import Store
import Testing
import Wire

@Suite struct LimitTests {
  @Test func `being refused for the rate changes nothing`() throws {
    let chat = try Chat(limits: .with { ($0[.messagesBurst], $0[.messagesPerSecond]) = (1, 1) })
    let alice = try chat.user("alice", in: "lobby")
    try alice.says("1", in: "lobby")
    alice.getsAll()
    let before = chat.host.engine.conversationBytes
    for _ in 1...3 {
      try alice.says("2", in: "lobby")
      try alice.gets(#"{"code":"rate_limited","retry_after_ms":1000}"#)
    }
    #expect(chat.host.engine.conversationBytes == before)
  }

  @Test func `the journal has no text that was refused`() throws {
    let chat = try Chat()
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

  @Test func `guests have each an allowance of their own`() throws {
    let chat = try Chat(limits: .with { ($0[.queriesBurst], $0[.queriesPerSecond]) = (2, 1) })
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
