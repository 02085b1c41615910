import Engine
import Testing
import Wire

@Suite("Data of messages") struct DataTests {
  private func decode(_ frame: String) -> DecodedFrame {
    var secrets = TestSecrets()
    return FrameDecoder(limits: Limits()).decode(Array(frame.utf8), secrets: &secrets)
  }

  /// The data of a frame, in which `data` is written like this.
  private func data(_ member: String, before: String = "", behind: String = "") -> String? {
    let frame = #"{"type":"chat_message",\#(before)"room":"lobby","message":"hi",\#(member)\#(behind)}"#
    guard case .command(.sendMessage(_, _, _, let extras), id: nil) = decode(frame) else { return nil }
    return extras?.data
  }

  @Test(
    arguments: [
      ("{}", "{}"), (" { } ", "{}"),
      ("{\t\"a\" :\n1.50 , \"b\":[ true,null ]}", #"{"a":1.50,"b":[true,null]}"#),
      (#"{"a b":" c } \" { "}"#, #"{"a b":" c } \" { "}"#), (#"{"a":"\\"}"#, #"{"a":"\\"}"#),
      (#"{"\u0061\/":"\u0000"}"#, #"{"\u0061\/":"\u0000"}"#), (#"{"a":1E+2,"b":-0}"#, #"{"a":1E+2,"b":-0}"#),
      (#"{"a":123456789012345678901234567890}"#, #"{"a":123456789012345678901234567890}"#),
      (#"{"data":{"data":{}}}"#, #"{"data":{"data":{}}}"#), ("{\"\u{301}é\":\"🔑\"}", "{\"\u{301}é\":\"🔑\"}"),
    ])
  func `it is kept byte for byte but for white space between its tokens`(written: String, kept: String) {
    #expect(data("\"data\":\(written)") == kept)
    #expect(data("\"data\" : \(written)", behind: #","extra":{"data":1}"#) == kept)
    #expect(data("\"data\":\(written)", before: #""other":[{"data":{"x":1}},{}],"#) == kept)
    #expect(data(#""d\u0061ta":"# + written) == kept)
  }

  @Test func `null is no data`() throws {
    guard
      case .command(.sendMessage(_, _, _, let extras), id: nil) = decode(
        #"{"type":"chat_message","room":"lobby","message":"hi","data":null,"reply_to":null}"#)
    else {
      Issue.record("it is no command")
      return
    }
    #expect(extras == nil)
  }

  @Test(arguments: [#"{"a":1e999}"#, "[]", "1", "\"{}\"", "true"])
  func `what is no object, or has a number that nobody can read, is refused`(written: String) {
    let frame = #"{"type":"chat_message","room":"lobby","message":"hi","data":"# + written + "}"
    guard case .malformed(let refusal, id: nil) = decode(frame) else {
      Issue.record("\(written) was read")
      return
    }
    #expect(refusal.code == .badFrame)
    #expect(refusal.field == "data")
  }
}
