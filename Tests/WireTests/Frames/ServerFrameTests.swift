import Engine
import Testing
import Wire

@Suite("Frames of the server") struct ServerFrameTests {
  private func frame(_ text: String) throws -> ServerFrame {
    try #require(ServerFrame(parsing: Array(text.utf8)))
  }

  @Test func `a field that is missing or of another kind is nil`() throws {
    let frame = try frame(
      #"{"type":"reaction","re":7,"room":null,"seq":"3","messages":{},"names":["a",1,"b"],"more":1}"#)
    #expect(frame.typeName == "reaction")
    #expect(frame.type == nil)
    #expect(frame.re == nil)
    #expect(frame.room == nil)
    #expect(frame.has("room"))
    #expect(frame.seq == nil)
    #expect(frame.messages == nil)
    #expect(frame.texts("names") == ["a", "b"])
    #expect(!frame.hasMore)
  }

  @Test func `what is no JSON, or too long, is no frame; what is no object has no fields`() throws {
    #expect(ServerFrame(parsing: Array("{".utf8)) == nil)
    #expect(ServerFrame(parsing: Array(#"{"type":"ok"}"#.utf8), maximumBytes: 12) == nil)
    #expect(try frame("[]").typeName == nil)
  }

  @Test func `a greeting tells limits, clock and time`() throws {
    let hello = try frame(
      #"{"type":"hello","clock":"virtual","now":"2026-01-01T00:00:00.000Z","limits":{"heartbeat_seconds":5}}"#
    )
    #expect(hello.type == .hello)
    #expect(hello.isClockVirtual)
    #expect(hello.now == .virtualStart)
    #expect(hello.limit("heartbeat_seconds") == 5)
    #expect(hello.limits?[.heartbeatSeconds] == 5)
    #expect(hello.limits?[.frameBytes] == Limits()[.frameBytes])
  }

  @Test func `frames go on being counted only in a session that was resumed`() throws {
    var progress = try #require(SessionProgress(frame(#"{"type":"ready","session":"s"}"#), after: nil))
    progress.received += 3
    let resumed = try frame(#"{"type":"ready","session":"s","resumed":true}"#)
    #expect(SessionProgress(resumed, after: progress) == SessionProgress(name: "s", received: 3))
    let other = try frame(#"{"type":"ready","session":"t","resumed":false}"#)
    #expect(SessionProgress(other, after: progress) == SessionProgress(name: "t", received: 0))
    let nameless = try frame(#"{"type":"ready"}"#)
    #expect(SessionProgress(nameless, after: progress) == nil)
  }

  @Test(arguments: [("rate_limited", true), ("forbidden", false), ("new", false)])
  func `a refusal says whether to try again`(code: String, retryCanHelp: Bool) throws {
    #expect(try frame(#"{"type":"error","code":"\#(code)"}"#).retryCanHelp == retryCanHelp)
  }
}
