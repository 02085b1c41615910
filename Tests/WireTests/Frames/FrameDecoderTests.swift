import Engine
import Testing
import Wire

@Suite("Decoding frames") struct FrameDecoderTests {
  private func decode(_ text: String) -> DecodedFrame {
    var secrets = TestSecrets()
    return FrameDecoder(limits: Limits()).decode(Array(text.utf8), secrets: &secrets)
  }

  private func refused(_ text: String) -> Refusal? {
    guard case .malformed(let refusal, _) = decode(text) else { return nil }
    return refusal
  }

  @Test(arguments: Samples.commands.map(\.frame).indices)
  func `a valid frame is its command`(index: Int) {
    let sample = Samples.commands[index]
    #expect(decode(sample.frame) == .command(sample.command, id: nil))
    let named = sample.frame.dropLast() + #","id":"7","extra":[{"type":1e999}]}"#
    #expect(decode(String(named)) == .command(sample.command, id: "7"))
  }

  @Test func `a login may name nothing but the session to resume`() {
    let resume = ResumePoint(session: TestSecrets.digest(of: "s"), received: 3)
    #expect(
      decode(#"{"type":"login","resume":{"session":"s","received":3}}"#)
        == .command(.logIn(.opening, resume: resume), id: nil))
  }

  /// Where `Scenarios/malformed` does not show it.
  @Test(arguments: [
    (#"{"type":"ping","received\u0000":1}"#, ErrorCode.badFrame, String?.none),
    (#"{"type":"ping\u0000"}"#, .unknownType, "type"),
    (#"{"type":"ping","received":1.0}"#, .badFrame, "received"),
    (#"{"type":"login"}"#, .badFrame, "token"), (#"{"type":"login","user":"a"}"#, .badFrame, "password"),
    (#"{"type":"login","password":"a"}"#, .badFrame, "user"),
    (#"{"type":"login","token":"t","remember":true}"#, .badFrame, "remember"),
    (#"{"type":"login","user":"a","password":"b","remember":1}"#, .badFrame, "remember"),
    (#"{"type":"logout","forget":"yes"}"#, .badFrame, "forget"),
    (#"{"type":"login","resume":{}}"#, .badFrame, "resume.session"),
    (#"{"type":"login","token":"t","resume":{"session":"s"}}"#, .badFrame, "resume.received"),
    (#"{"type":"login","token":"t","resume":{"session":"s","received":-1}}"#, .badFrame, "resume.received"),
    (#"{"type":"history"}"#, .badFrame, "room"),
    (#"{"type":"history","room":"a","with":"b"}"#, .badFrame, "with"),
    (#"{"type":"history","room":"a","before":1,"after":1}"#, .badFrame, "after"),
    (#"{"type":"search","in":"rooms","query":"a"}"#, .badFrame, "in"),
    (#"{"type":"search","in":"users","query":"a","from":"b"}"#, .badFrame, "from"),
    (#"{"type":"register","user":"a","password":"1234567"}"#, .badFrame, "password"),
    (#"{"type":"set_password","old_password":"a","password":"b"}"#, .badFrame, "password"),
  ])
  func `what is no command is refused by name`(text: String, code: ErrorCode, field: String?) {
    let refusal = refused(text)
    #expect(refusal?.code == code)
    #expect(refusal?.field == field)
  }

  @Test func `a refusal says what was expected and what was found`() {
    #expect(
      refused(#"{"type":"join","room":["lobby"]}"#)?.message
        == "The field `room` must be a string, not an array.")
    #expect(refused(#"{"type":"join"}"#)?.message == "The field `room` is missing; it must be a string.")
    #expect(
      refused(#"{"type":"rooms","limit":1.0}"#)?.message
        == "The field `limit` must be an integer from 1 to 9007199254740991, "
        + "not a number with a fraction or an exponent.")
    #expect(
      refused(#"{"type":"#)?.message
        == "The frame is not the JSON that is accepted: expected a value at byte 8, where the text ends.")
  }

  @Test(arguments: [
    ("chat_mesage", " Did you mean \"chat_message\"?"), ("jion", " Did you mean \"join\"?"),
    ("PING", " Did you mean \"ping\"?"), ("login_", " Did you mean \"login\"?"), ("hello", ""), ("", ""),
  ])
  func `an unknown type gets a suggestion where one is near`(type: String, hint: String) {
    #expect(refused(#"{"type":"\#(type)"}"#)?.message == "No command has the type \"\(type)\".\(hint)")
  }

  @Test func `a long unknown type is cut in its refusal`() throws {
    let refusal = try #require(refused(#"{"type":"\#(String(repeating: "x", count: 60_000))"}"#))
    #expect(refusal.message.count < 200)
  }

  @Test(
    arguments: [
      (#"{"id":"7"}"#, "7"), (#"{"type":"nothing","id":"7"}"#, "7"),
      (#"{"id":"","type":"join","room":1}"#, ""),
      (#"{"type":"join","id":null}"#, nil), (#"{"type":"join","id":["7"]}"#, nil), (#"[{"id":"7"}]"#, nil),
      (#"{"id":"7""#, nil), (#"{"id":"7","id":"8"}"#, nil),
    ] as [(String, String?)])
  func `a refusal names the id wherever there is a valid one`(text: String, expected: String?) {
    guard case .malformed(_, let id) = decode(text) else {
      Issue.record("decoded")
      return
    }
    #expect(id == expected)
  }

  @Test func `an id is bounded in scalars`() {
    let longest = String(repeating: "é", count: 64)
    #expect(decode(#"{"type":"ping","id":"\#(longest)"}"#) == .command(.ping(received: nil), id: longest))
    let refusal = refused(#"{"type":"ping","id":"\#(longest)e"}"#)
    #expect(refusal?.code == .tooLarge)
    #expect(refusal?.field == "id")
  }

  @Test func `secrets go to the keeper, and only from a frame that is a command`() {
    let decoder = FrameDecoder(limits: Limits())
    var secrets = TestSecrets()
    for text in [
      #"{"type":"login","user":"a","password":"pw","resume":{"session":"s"}}"#,
      #"{"type":"login","token":"t","resume":7}"#,
      #"{"type":"set_password","old_password":"old","password":"short"}"#,
    ] {
      _ = decoder.decode(Array(text.utf8), secrets: &secrets)
    }
    #expect(secrets.passwords.isEmpty && secrets.digested.isEmpty)
    let text = #"{"type":"login","user":"a","password":"p\u0000w","resume":{"session":"s","received":0}}"#
    _ = decoder.decode(Array(text.utf8), secrets: &secrets)
    #expect(secrets.passwords == ["p\0w"])
    #expect(secrets.digested == ["s"])
  }

  @Test func `a password is bounded in bytes`() {
    let longest = String(repeating: "x", count: 1024)
    #expect(refused(#"{"type":"login","user":"a","password":"\#(longest)"}"#) == nil)
    #expect(refused(#"{"type":"login","user":"a","password":"\#(longest)x"}"#)?.code == .tooLarge)
    #expect(refused(#"{"type":"register","user":"a","password":"\#(longest)x"}"#)?.field == "password")
  }
}
