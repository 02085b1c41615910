import Engine
import Testing
import Wire

@Suite("Encoding frames") struct FrameEncoderTests {
  private let encoder = FrameEncoder(configuration: Configuration())

  private func text(_ event: Event, re: String? = nil) -> String {
    String(decoding: encoder.encode(event, re: re, reveal: Samples.reveal), as: UTF8.self)
  }

  @Test(arguments: Samples.events.indices)
  func `an event is its frame`(index: Int) {
    let (event, frame) = Samples.events[index]
    #expect(text(event) == frame)
  }

  @Test func `re comes right after the type`() {
    #expect(text(.ok, re: "a\"7") == #"{"type":"ok","re":"a\"7"}"#)
    #expect(
      text(.pong(now: .virtualStart), re: "") == #"{"type":"pong","re":"","now":"2026-01-01T00:00:00.000Z"}"#)
  }

  @Test func `hello tells the clock, every limit in order, and the capabilities`() throws {
    var limits = Limits()
    limits[.presenceEach] = 12_345
    let encoder = FrameEncoder(configuration: Configuration(limits: limits, clock: .wall))
    let bytes = encoder.encode(.hello(now: .virtualStart))
    let start =
      #"{"type":"hello","protocol":"verbatim.v1","clock":"wall","now":"2026-01-01T00:00:00.000Z","#
      + #""limits":{"frame_bytes":65536,"json_depth":16,"#
    #expect(String(decoding: bytes.prefix(start.utf8.count), as: UTF8.self) == start)
    let hello = try JSON.parse(bytes, maximumBytes: 65_536, maximumDepth: 16)
    let expected = Limit.allCases.map { JSON.Member($0.name, .integer(Int64(limits[$0]))) }
    #expect(hello["limits"] == .object(expected))
    let capabilities = [
      "history", "search", "editing", "threads", "reactions", "conversations", "resume", "tokens",
      "tutorials", "moderation", "timers", "typing", "bot_commands", "status", "blocking", "http",
    ]
    #expect(hello["capabilities"] == .array(capabilities.map(JSON.string)))
  }
}
