import Engine
import Host
import Testing
import Wire

@Suite struct KeyTests {
  @Test func `a key that comes again is answered where the target's account was closed`() throws {
    let chat = try Chat()
    let alice = try chat.user("alice")
    _ = try chat.user("bob")
    let frame = #"{"type":"private_message","to":"bob","message":"hi","key":"p","id":"2"}"#
    try alice.sends(frame)
    alice.getsAll()
    try chat.administer(.deleteUser("bob"))
    try alice.sends(frame)
    try alice.gets(#"{"type":"private_message_delivered","re":"2","seq":1,"sessions":1,"duplicate":true}"#)
    try alice.sends(frame.replacing("\"p\"", with: "\"new\""))
    try alice.gets(#"{"type":"error","code":"no_such_user"}"#)
  }
}
