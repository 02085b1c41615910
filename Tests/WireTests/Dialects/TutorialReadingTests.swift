import Engine
import Testing
import Wire

@Suite("Reading the tutorials' frames") struct TutorialReadingTests {
  private static let chat = Dialect.tutorialChat(room: "lobby")
  private static let notification = Dialect.tutorialNotification(room: "lobby")

  private func decode(
    _ text: String, in dialect: Dialect = chat, limits: Limits = Limits()
  ) -> DecodedFrame {
    var secrets = TestSecrets()
    defer { #expect(secrets.passwords.isEmpty && secrets.digested.isEmpty) }
    return FrameDecoder(limits: limits).decode(Array(text.utf8), in: dialect, secrets: &secrets)
  }

  private func said(_ text: String) -> DecodedFrame {
    .command(.sendMessage(room: "lobby", text: text, key: nil), id: nil)
  }

  @Test(arguments: [
    #"{"message":"hi"}"#, #"{"message":"hi","username":"whoever"}"#,
    #"{"message":"hi","room_name":"elsewhere","sender":"whoever"}"#,
    #"{"type":"leave","id":"7","key":"k","room":"elsewhere","user":"bob","message":"hi"}"#,
    #"{"message":"hi","username":[{}],"id":7,"key":false}"#,
  ])
  func `only the message is read`(frame: String) {
    for dialect in [Self.chat, Self.notification] { #expect(decode(frame, in: dialect) == said("hi")) }
  }

  @Test(arguments: ["/pm bob hi", "/pm", "/pm bob", "/PM bob hi", "/pm\\tbob hi", "/pm "])
  func `a private message in the chat is a line that was typed`(line: String) throws {
    let frame = "{\"message\":\"\(line)\",\"username\":\"whoever\"}"
    let text = line.split(separator: "\\t").joined(separator: "\t")
    #expect(decode(frame) == .command(.typeLine(room: "lobby", line: text), id: nil))
    #expect(decode(frame, in: Self.notification) == said(text))
  }

  @Test(arguments: ["/pmbob hi", "//pm bob hi", " /pm bob hi", "/join hall", "/", "//", "pm bob", ""])
  func `everything else in the chat is said as it is`(line: String) {
    #expect(decode("{\"message\":\"\(line)\"}") == said(line))
  }

  @Test(arguments: [
    ("", ErrorCode.badJSON, String?.none), ("{", .badJSON, nil), ("\u{feff}{}", .badJSON, nil),
    ("\0", .badJSON, nil),
    (#"{"message":"a","message":"b"}"#, .badJSON, nil), (#"{"message":"\ud800"}"#, .badJSON, nil),
    (#"{"message":"a"}{"message":"b"}"#, .badJSON, nil), ("{'message':'hi'}", .badJSON, nil),
    ("null", .badFrame, nil), (#"[{"message":"hi"}]"#, .badFrame, nil), (#""hi""#, .badFrame, nil),
    (#"{"message\u0000":"hi"}"#, .badFrame, nil),
    ("{}", .badFrame, "message"), (#"{"Message":"hi"}"#, .badFrame, "message"),
    (#"{"message":null}"#, .badFrame, "message"), (#"{"message":7}"#, .badFrame, "message"),
    (#"{"message":["hi"]}"#, .badFrame, "message"), (#"{"message":{"message":"hi"}}"#, .badFrame, "message"),
    (#"{"type":"login","user":"alice","password":"correct horse"}"#, .badFrame, "message"),
  ])
  func `what says nothing is refused by name`(text: String, code: ErrorCode, field: String?) {
    for dialect in [Self.chat, Self.notification] {
      guard case .malformed(let refusal, id: nil) = decode(text, in: dialect) else {
        Issue.record("\(text) was accepted")
        continue
      }
      #expect(refusal.code == code)
      #expect(refusal.field == field)
    }
  }

  @Test func `the bounds of frames hold`() {
    var limits = Limits()
    limits[.frameBytes] = 1024
    let long = #"{"message":""# + String(repeating: "a", count: 1024) + #""}"#
    let deep =
      #"{"message":"hi","x":"# + String(repeating: "[", count: 40) + String(repeating: "]", count: 40) + "}"
    for (text, code) in [(long, ErrorCode.tooLarge), (deep, .tooDeep)] {
      guard case .malformed(let refusal, id: nil) = decode(text, limits: limits) else {
        Issue.record("\(code) was accepted")
        continue
      }
      #expect(refusal.code == code)
    }
  }
}
