import LiveStage
import Testing

/// What is known of a bot that tells when it is done.
@Suite("Telling when a bot is done") struct QuietReportsTests {
  private var quiet = QuietReports()

  private mutating func bot(_ text: String, on connection: Int = 1) {
    quiet.take(fromBot: Array(text.utf8), on: connection)
  }
  private mutating func server(_ text: String, on connection: Int = 1) {
    quiet.take(toBot: Array(text.utf8), on: connection)
  }
  private mutating func tell(_ received: Int, on connection: Int = 1) {
    bot(#"{"type":"ping","id":"quiet","received":\#(received)}"#, on: connection)
  }
  private mutating func logIn(resuming received: Int? = nil, on connection: Int = 1) {
    quiet.connect(connection)
    server(#"{"type":"hello"}"#, on: connection)
    let resume = received.map { #","resume":{"session":"s","received":\#($0)}"# } ?? ""
    bot(#"{"type":"login","token":"t"\#(resume)}"#, on: connection)
    server(#"{"type":"ready","resumed":\#(received != nil)}"#, on: connection)
  }

  @Test mutating func `a bot is quiet when it has told of all that it was sent`() {
    logIn()
    #expect(!quiet.areTold && !quiet.isQuiet)
    tell(0)
    #expect(quiet.areTold && quiet.isQuiet)
    server(#"{"type":"chat_message","seq":1}"#)
    server("no JSON")
    #expect(!quiet.isQuiet)
    tell(1)
    #expect(!quiet.isQuiet)
    tell(2)
    #expect(quiet.isQuiet)
  }

  @Test mutating func `what it sends afterwards takes that back`() {
    logIn()
    tell(0)
    bot(#"{"type":"chat_message","room":"lobby","message":"x"}"#)
    #expect(!quiet.isQuiet)
    tell(0)
    #expect(quiet.isQuiet)
  }

  @Test mutating func `a session goes on with the count of its log-in, and a new one begins with none`() {
    logIn(resuming: 7)
    server(#"{"type":"ack","re":"1"}"#)
    tell(8)
    #expect(quiet.isQuiet)
    logIn(on: 2)
    #expect(!quiet.isQuiet)
    tell(0, on: 2)
    #expect(quiet.isQuiet)
  }

  @Test mutating func `an older connection says nothing, and without one the bot is not quiet`() {
    logIn()
    logIn(on: 2)
    tell(0, on: 1)
    #expect(!quiet.isQuiet)
    tell(0, on: 2)
    server(#"{"type":"ack","re":"1"}"#, on: 1)
    quiet.disconnect(1)
    #expect(quiet.isQuiet)
    quiet.disconnect(2)
    #expect(!quiet.isQuiet && quiet.areTold)
  }

  @Test(arguments: [
    (#"{"type":"ping","id":"quiet","received":3}"#, true), (#"{"type":"ping","id":"quiet"}"#, false),
    (#"{"type":"ping","id":"1","received":3}"#, false), (#"{"id":"quiet","received":3}"#, false), ("", false),
  ]) func `only such a ping is a report`(text: String, isReport: Bool) {
    #expect(QuietReports.isReport(Array(text.utf8)) == isReport)
  }
}
