import Engine
import Testing
import Wire

@Suite struct LineTests {
  @Test func `a person talks by typing lines`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    let bob = try chat.user("bob", in: "lobby")
    try alice.types("hi?")
    try alice.gets(#"{"type":"error","code":"not_in_room","field":"room"}"#)
    try alice.types("/join lobby")
    try alice.gets(#"{"type":"user_list","users":["bob","alice"]}"#)
    try alice.types("hi")
    try alice.gets(#"{"type":"chat_message","message":"hi"}"#)
    try alice.types("//hi")
    try alice.gets(#"{"type":"chat_message","message":"/hi"}"#)
    try alice.types("/pm bob the key is under the mat")
    try alice.gets(#"{"type":"private_message_delivered","target":"bob"}"#)
    try alice.types("/pm bob")
    try alice.gets(#"{"type":"error","code":"bad_frame","field":"line"}"#)
    try alice.types("/pm nobody hi")
    try alice.gets(#"{"type":"error","code":"no_such_user"}"#)
    try alice.types(#"/search "under the mat""#)
    try alice.gets(#"{"type":"search","results":[{"with":"bob"}]}"#)
    try alice.types("/search @B")
    try alice.gets(#"{"type":"search","in":"users","results":[{"user":"bob"}]}"#)
    try alice.types("/history 1")
    try alice.gets(#"{"type":"history","room":"lobby","messages":[{"message":"/hi"}],"more":true}"#)
    try alice.types("/history @bob")
    try alice.gets(#"{"type":"history","with":"bob","messages":[{"seq":1}]}"#)
    try alice.types("/rooms")
    try alice.gets(#"{"type":"room_list","rooms":[{"room":"lobby","online":2}]}"#)
    try alice.types("/who")
    try alice.gets(#"{"type":"user_list","room":"lobby"}"#)
    try alice.types("/help")
    let help = try alice.gets(#"{"type":"help"}"#)
    #expect(help.array("commands").count == 21)
    try alice.types("/nope")
    try alice.gets(#"{"type":"error","code":"unknown_command","field":"line"}"#)
    try alice.types("/leave")
    alice.getsNothing()
    #expect(bob.getsAll().last?.string("type") == "user_leave")
  }

  @Test func `a line with an id is answered as its command would be`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice", in: "lobby")
    try alice.sends(#"{"type":"line","line":"hi","id":"1"}"#)
    try alice.gets(#"{"type":"ack","re":"1","seq":1}"#)
    try alice.gets(#"{"type":"chat_message"}"#)
    try alice.sends(#"{"type":"line","line":"/help","id":"2"}"#)
    try alice.gets(#"{"type":"help","re":"2"}"#)
    try alice.sends(#"{"type":"line","line":"/leave","id":"3"}"#)
    try alice.gets(#"{"type":"ok","re":"3"}"#)
  }
}
