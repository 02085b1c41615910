import Engine
import ScenarioLanguage
import Testing
import Wire

@testable import Harness

/// What led to an event. The body of each scenario begins at line 9, and further down by the lines that are added to the header.
@Suite("Causes") struct CauseTests {
  private func run(_ texts: ScenarioTexts, crashesEverywhere: Bool = false) throws -> ScenarioResult {
    try #require(try texts.run(crashesEverywhere: crashesEverywhere).first)
  }

  /// The chain to the newest event of a type that a client received: the line of each link, where it has one, and its text.
  private func chain(
    to type: String, of client: String, in result: ScenarioResult
  ) throws -> [String] {
    let transcript = result.transcript
    let place = try #require(
      transcript.entries.lastIndex { entry in
        guard case .received(client, let event) = entry.kind else { return false }
        return event["type"] == .string(type)
      })
    return transcript.chain(to: place).dropLast().map { entry in
      let text = ConsoleReport.text(of: entry)
      if case .received = entry.kind { return String(text.prefix(40)) }
      return entry.span.map { "\($0.line) \(text)" } ?? text
    }
  }

  @Test func `an event follows from the frame that led to it, whoever reads it and when`() throws {
    let result = try run(
      .lobby(
        """
        alice, bob > hi
        alice < chat_message user=alice
        alice < chat_message user=bob
        +5s
        """, header: "ignore: chat_message"))
    #expect(summary(result.verdict) == "passed")
    let transcript = result.transcript
    // Bob has ignored both; they are there all the same, in the order in which they came.
    let came = transcript.entries.compactMap { entry -> String? in
      guard case .received(let name, let event) = entry.kind, event["type"] == .string("chat_message") else {
        return nil
      }
      let cause = entry.cause.map { ConsoleReport.text(of: transcript.entries[$0]) } ?? "nothing"
      return "\(entry.span.map { "\($0.line)" } ?? "unread") \(name): \(cause)"
    }
    #expect(
      came == [
        "11 alice: alice > hi", "unread bob: alice > hi", "12 alice: bob > hi", "unread bob: bob > hi",
      ])
    #expect(!ConsoleReport.text(of: result.transcript).contains("bob   < chat_message"))
  }

  @Test func `a bot stands between a line and what comes of it`() throws {
    let result = try run(
      .lobby("alice > !echo tea\nalice, bob < chat_message", header: "bots: echo in lobby\nignore: user_join")
    )
    #expect(
      try chain(to: "chat_message", of: "bob", in: result) == [
        "11 alice > !echo tea", "echo < chat_message room=lobby seq=1 use",
        #"echo >json {"type":"chat_message","id":"b2","room":"lobby","message":"tea","key":"b2"}"#,
      ])
  }

  @Test func `what a bot does by itself when everyone has come follows from its line in the header`() throws {
    let result = try run(
      .lobby("alice < nothing", header: "bots: greeter in lobby\nignore: user_join chat_message"))
    #expect(
      try chain(to: "user_list", of: "greeter", in: result).first == "3 bots: greeter")
  }

  @Test func `a timer follows from the command that set it, and time passed between`() throws {
    let result = try run(
      .lobby(
        """
        alice >json {"type":"set_timer","timer":"tea","milliseconds":60000}
        alice >json {"type":"set_timer","timer":"eggs","milliseconds":1000}
        alice >json {"type":"set_timer","timer":"tea","milliseconds":-1}
        alice < error
        +30s
        alice < timer timer=eggs
        +30s
        alice < timer timer=tea
        """))
    #expect(summary(result.verdict) == "passed")
    #expect(
      try chain(to: "timer", of: "alice", in: result) == [
        #"9 alice >json {"type":"set_timer","timer":"tea","milliseconds":60000}"#, "15 +30s",
      ])
  }

  @Test func `a bot's timer follows from what the bot was told`() throws {
    let result = try run(
      .lobby(
        """
        bob > !remind 1m tea
        alice, bob < chat_message
        alice, bob < chat_message user=reminder
        alice > hello
        alice, bob < chat_message
        +1h
        alice, bob < chat_message message="bob: tea"
        """, header: "bots: reminder in lobby\nignore: user_join"))
    #expect(summary(result.verdict) == "passed")
    #expect(
      try chain(to: "chat_message", of: "alice", in: result).prefix(3) == [
        "11 bob > !remind 1m tea", "reminder < chat_message room=lobby seq=1", "16 +1h",
      ])
  }

  @Test func `who does not come back leaves because of the break`() throws {
    let result = try run(.lobby("! cut bob\n+1h\nalice < user_leave user=bob"))
    #expect(try chain(to: "user_leave", of: "alice", in: result) == ["9 ! cut bob", "10 +1h"])
    let crash = try run(
      .lobby("! crash\n! restart\n! return alice\nalice < ready\n+1h\nalice < user_leave user=bob"))
    #expect(try chain(to: "user_leave", of: "alice", in: crash) == ["9 ! crash", "13 +1h"])
  }

  @Test func `joins that are told together follow from the first of them`() throws {
    let result = try run(
      ScenarioTexts(
        """
        title: A large room
        users: alice bob carol
        limits: presence_each=0
        ignore: user_list

        alice > /join hall
        bob > /join hall
        carol > /join hall
        +1s
        carol < presence joined=[alice, bob, carol]
        +1s

        """))
    #expect(try chain(to: "presence", of: "carol", in: result) == ["6 alice > /join hall", "9 +1s"])
  }

  @Test func `what waited while a client was away comes because it returns`() throws {
    let result = try run(
      .lobby(
        """
        ! cut bob
        alice > hi
        alice < chat_message
        +1s
        ! return bob
        bob < ready
        bob < chat_message
        """))
    #expect(summary(result.verdict) == "passed")
    #expect(try chain(to: "chat_message", of: "bob", in: result) == ["13 ! return bob"])
  }

  @Test func `what waited while a client did not read follows from what sent it`() throws {
    let result = try run(
      .lobby("! stall bob\nalice > hi\nalice < chat_message\n! flow bob\nbob < chat_message"))
    #expect(summary(result.verdict) == "passed")
    #expect(try chain(to: "chat_message", of: "bob", in: result) == ["10 alice > hi"])
  }

  @Test func `a failure of the run with crashes has its causes too`() throws {
    let forgetful = ScenarioTexts.lobby(
      "alice > hi\nalice, bob < chat_message", header: "limits: resume_seconds=0")
    let result = try run(forgetful, crashesEverywhere: true)
    guard case .failed(let failure) = result.verdict else { return #expect(Bool(false)) }
    #expect(failure.isOfInterruptedRun)
    #expect(failure.causes.first?.place?.line != nil)
  }

  @Test
  func `where nothing came it is told what was done last, and what several received alike is told once`()
    throws
  {
    let result = try run(
      .lobby(
        "alice > one\nalice, bob < chat_message\nalice, bob > two\nalice, bob < chat_message\nalice < chat_message\nbob < chat_message\nalice < pong"
      ))
    guard case .failed(let failure) = result.verdict else { return #expect(Bool(false)) }
    #expect(failure.kind == .missing)
    #expect(
      failure.causes.map { "\($0.place.map { "\($0.line)" } ?? "") \($0.text.prefix(40))" } == [
        "11 alice > two", " alice, bob < chat_message room=lobby seq", "11 bob > two",
        " alice, bob < chat_message room=lobby seq",
      ])
  }

  @Test func `a long chain is cut in the middle, and a long frame at its end`() throws {
    var transcript = Transcript()
    var place = 0
    for number in 0..<20 {
      let line = "\(number) \(String(repeating: "x", count: 200))"
      place = transcript.append(
        .init(
          at: .virtualStart, kind: .sent(by: "bot\(number)", .line(line)), cause: number == 0 ? nil : place))
    }
    var failure = ScenarioFailure(
      kind: .mismatch, message: "", origin: Origin(span: SourceSpan(path: "", line: 1, column: 1, length: 1)))
    failure.explain(place, in: transcript)
    #expect(failure.causes.count == 11)
    #expect(failure.causes[3].text.hasPrefix("bot3 > 3 xx"))
    #expect(failure.causes[3].text.hasSuffix("x…"))
    #expect(failure.causes[3].text.count == 161)
    #expect(failure.causes[4].text == "… and 9 more, and then")
    #expect(failure.causes.last?.text.hasPrefix("bot18 > 18 ") == true)
  }

  @Test func `what is repeated is told once, with its count`() throws {
    var transcript = Transcript()
    func send(_ name: String, _ line: String) {
      transcript.append(.init(at: .virtualStart, kind: .sent(by: name, .line(line)), span: span(line: 6)))
    }
    func receive(_ type: String) -> Int {
      transcript.append(
        .init(
          at: .virtualStart, kind: .received(by: "alice", .object([.init("type", .string(type))])), cause: 0))
    }
    transcript.script(
      transcript.append(.init(at: .virtualStart, kind: .time(milliseconds: 1), span: span(line: 5))))
    for number in 1...5000 {
      send("bot", "\(number)")
      _ = receive("chat_message")
    }
    for _ in 1...7 { _ = receive("timer") }
    for _ in 1...2 { _ = receive("typing") }
    var failure = ScenarioFailure(kind: .missing, message: "", origin: Origin(span: span(line: 7)))
    failure.explainSilence(in: transcript)
    #expect(
      failure.causes.map(\.text) == [
        "+1ms", "bot > 5000", "alice < chat_message (the last of 5000 times 2 such lines)",
        "alice < timer (the last of 7 such lines)", "alice < typing", "alice < typing",
      ])
  }

  private func span(line: Int) -> SourceSpan { SourceSpan(path: "a.chat", line: line, column: 1, length: 1) }

  @Test func `a macro that was called often is one line of what was done last`() throws {
    let calls = (1...15).map { "greet \($0)" }.joined(separator: "\n")
    let result = try run(
      .lobby(
        """
        macro greet TEXT
          alice > say $TEXT
          alice, bob < chat_message message="say $TEXT"
        end
        \(calls)
        alice < chat_message message=more
        """))
    guard case .failed(let failure) = result.verdict else { return #expect(Bool(false)) }
    #expect(failure.kind == .missing)
    #expect(failure.causes.first?.text == "alice > say 15")
    #expect(failure.causes.count == 2)
  }
}
