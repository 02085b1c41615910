import ScenarioLanguage
import Testing
import Wire

@Suite struct ExpansionTests {
  @Test(arguments: [Examples.privateMessages, Examples.everything])
  func `a correct file expands without a word`(text: String) {
    let expansion = Examples.expand(text)
    #expect(expansion.diagnostics.map(\.message) == [])
    #expect(!expansion.scenarios.isEmpty)
  }

  @Test func `a macro binds a name for each call if it is an argument`() {
    func diagnostics(_ macro: String, _ calls: String) -> [Diagnostic] {
      Examples.expand("title: t\nusers: a\nmacro \(macro)\nend\n\(calls)\na > $one $two").diagnostics
    }
    #expect(diagnostics("m SEQ\n  a < msg seq=$SEQ", "m ?one\nm ?two") == [])
    let twice = diagnostics("m\n  a < msg seq=?one", "m\nm\na < msg seq=?two")
    #expect(twice.map(\.code) == [.nameBoundTwice])
    #expect(
      twice.first?.remedy
        == "pass the name as an argument: write $NAME for ?one in m, and call it with another ?name each time"
    )
  }

  @Test func `the header says who takes part and how`() throws {
    let expansion = Examples.expand(Examples.everything)
    let header = try #require(expansion.scenarios.first?.header)
    #expect(header.title == "Everything at once")
    #expect(header.covers.map(\.value) == ["ROOM-1", "ROOM-2"])
    #expect(header.users.map(\.value.user) == ["alice", "alice", "bob"])
    #expect(header.guests.map(\.value.name) == ["gina"])
    #expect(header.bots.map(\.value.name) == ["echo", "reminder", "greeter", "poll", "x"])
    #expect(header.bots.map(\.value.room) == ["lobby", "lobby", "my room", "lobby", nil])
    #expect(header.bots.map(\.value.command) == [nil, nil, nil, "python3 a/poll.py --on", "./run"])
    #expect(header.limits.map(\.value.value) == [20, 60])
    #expect(header.connect(of: "gina").kind == "verbatim.v1")
    #expect(header.connect(of: "gina").room == nil)
    #expect(header.connect(of: "bob").kind == "tutorial-a")
    #expect(header.connect(of: "bob").room == "my room")
    guard case .expectFailure(let known) = header.plan else {
      Issue.record("it is not expected to fail")
      return
    }
    #expect(known.reason == "the bots are asleep" && known.marks == [])
    #expect(expansion.scenarios.map(\.caseName) == ["lobby", "hall"])
  }

  @Test(
    arguments: [
      ("[msg] why", [.event("msg")]), ("[ nothing ]why", [.event("nothing")]),
      ("[a < msg n=[1, 2]] why", [.line("a < msg n=[1, 2]")]),
      ("[a  <  msg   n = [1,2]] why", [.line("a  <  msg   n = [1,2]")]),
      ("[\"] \\\" [\"]  [a > hi] why", [.text("] \" ["), .line("a > hi")]), ("why [msg]", []),
    ] as [(String, [KnownFailureSyntax.Subject])])
  func `a known failure names what fails in brackets`(value: String, subjects: [KnownFailureSyntax.Subject])
    throws
  {
    let text = "title: t\nusers: a\nxfail: \(value)\na > hi\na < msg n=[1, 2]  # here\na < nothing"
    let expansion = Examples.expand(text)
    #expect(expansion.diagnostics.map(\.message) == [])
    guard case .expectFailure(let known)? = expansion.scenarios.first?.header.plan else {
      Issue.record("it is not expected to fail")
      return
    }
    #expect(known.marks.map(\.subject) == subjects)
    #expect(known.reason == (subjects.isEmpty ? value : "why"))
    for mark in known.marks {
      guard case .line = mark.subject else { continue }
      #expect(mark.lines.count == 1)
    }
  }

  @Test func `a known failure of a row is no part of the row's name`() throws {
    let table = "cases:\n| xfail | n | m |\n| \"\" | 1 | 2 |\n| why | 1 | 3 |\n"
    let text = "title: t\nusers: a\n\(table)\na < msg n=$n m=$m"
    let scenarios = Examples.expand(text).scenarios
    #expect(scenarios.map(\.caseName) == ["1 | 2", "1 | 3"])
    #expect(scenarios.map { $0.header.plan == .run } == [true, false])
  }

  @Test(arguments: [
    ("python3 Examples/python/echo.py", "echo"), ("./a/b.c/greeter --loud", "greeter"),
    ("node my.first.bot.mjs", "my.first.bot"), ("python3 -m 'my bot'.py", "bot-"), ("./.hidden", ".hidden"),
    ("python3 -m bots.poll", "bots"), ("/", "bot"),
  ])
  func `a bot with a command is called after its file`(command: String, name: String) throws {
    let text = "title: t\nusers: a\nbots: exec \"\(command)\" in lobby\na < nothing"
    let header = try #require(Examples.expand(text).scenarios.first?.header)
    #expect(header.bots.map(\.value.name) == [name])
  }

  @Test func `what is not said has its default`() throws {
    let header = try #require(
      Examples.expand("title: t # note\nusers: a\na < nothing").scenarios.first?.header)
    #expect(header.title == "t")
    #expect(header.connect(of: "a").kind == Header.defaultConnect)
    #expect(header.plan == .run)
  }

  @Test(
    arguments: [
      ("+2s", 2_000), ("+5m", 300_000), ("+1500ms", 1_500), ("+24h", 86_400_000),
      ("+1d  # a day", 86_400_000), ("+0s", 0), ("+1h30m", 5_400_000), ("+1d2h3m4s5ms", 93_784_005),
    ] as [(String, Int64)])
  func `time is a whole number of milliseconds`(line: String, expected: Int64) throws {
    let step = try #require(Examples.expand("title: t\n\(line)").scenarios.first?.steps.first)
    guard case .advance(let milliseconds) = step.kind else { throw Unexpected(step) }
    #expect(milliseconds == expected)
  }

  /// A send, the macro's argument, and what is sent.
  @Test(arguments: [
    ("> hi $A!", "bob", "hi bob!"),
    ("> hi $A", "\"b c\"", "hi b c"),
    ("> hi $A", "007", "hi 007"),
    ("> hi $A", "1.00", "hi 1.00"),
    ("> hi $A", "[1, a]", "hi [1,\"a\"]"),
    ("> $$A and $5 $", "x", "$A and $5 $"),
    (">  two", "x", " two"),
    (">", "x", ""),
    (">json {\"a\": \"<$A>\"}", "\"q\\\"\\n\"", "{\"a\": \"<q\\\"\\n>\"}"),
    (">json {\"a\": $A}", "\"q\\\"\"", "{\"a\": \"q\\\"\"}"),
    (">json {\"a\": $A}", "12", "{\"a\": 12}"),
    (">json {\"a\": $A}", "[1, {b=null}]", "{\"a\": [1,{\"b\":null}]}"),
    (">json {\"$A\": \"$$A $1\"}", "k", "{\"k\": \"$A $1\"}"),
  ])
  func `an argument stands where its parameter was`(send: String, argument: String, expected: String) throws {
    let expansion = Examples.expand("title: t\nusers: bob\nmacro m A\n  bob \(send)\nend\nm \(argument)")
    #expect(expansion.diagnostics.map(\.message) == [])
    let step = try #require(expansion.scenarios.first?.steps.first)
    guard case .send(_, let payload) = step.kind else { throw Unexpected(step) }
    #expect(try payload.text([:]) == expected)
  }

  @Test func `a name that is bound during the run stays until then`() throws {
    let expansion = Examples.expand(
      """
      title: t
      users: bob
      macro m A B
        bob > $A and $B
        bob >json {"a": $A, "b": "$A"}
      end
      bob < ack seq=?n
      m $n "<$n>"
      """)
    #expect(expansion.diagnostics.map(\.message) == [])
    let payloads = (expansion.scenarios.first?.steps ?? []).compactMap { step in
      if case .send(_, let payload) = step.kind { payload } else { nil }
    }
    #expect(
      try payloads.map { try $0.text(["n": .integer(7)]) } == ["7 and <7>", "{\"a\": 7, \"b\": \"7\"}"])
    #expect(throws: NoValue.self) { try payloads[0].text([:]) }
  }

  @Test func `a list of words can stand for who`() throws {
    let expansion = Examples.expand("title: t\nusers: a b\nmacro m W\n$W > hi\n! cut $W\nend\nm [a, b]")
    let steps = try #require(expansion.scenarios.first?.steps)
    guard case .send(["a", "b"], _) = steps[0].kind else { throw Unexpected(steps[0]) }
    guard case .fault(.cut, ["a", "b"]) = steps[1].kind else { throw Unexpected(steps[1]) }
  }

  @Test func `an included file brings its steps, macros and people`() throws {
    let files = [
      "setup/meet.chat":
        "title: ignored\nusers: carol\nlimits: a=1 b=2\ninclude more/macros.chat\njoin carol",
      "setup/more/macros.chat": "macro join WHO\n  $WHO > /join\nend",
    ]
    let expansion = Examples.expand(
      "title: t\nusers: bob\nlimits: a=5\ninclude setup/meet.chat # first\njoin bob", files)
    #expect(expansion.diagnostics.map(\.message) == [])
    let scenario = try #require(expansion.scenarios.first)
    #expect(scenario.header.title == "t")
    #expect(scenario.header.users.map(\.value.name) == ["bob", "carol"])
    #expect(scenario.header.limits.map(\.value.value) == [5, 2])
    #expect(scenario.steps.count == 2)
    #expect(
      scenario.steps[0].origin.trail.map(\.description) == [
        "in macro join, called at setup/meet.chat:5", "included from test.chat:4",
      ])
    #expect(scenario.steps[0].origin.span.description == "setup/more/macros.chat:2:3")
    #expect(expansion.line(at: scenario.steps[0].origin.span)?.text == "  $WHO > /join")
  }

  @Test func `cases are named by their first cell, or by all where that repeats`() {
    let names = { (rows: String) in
      Examples.expand("title: t\nusers: a\ncases:\n| x | y |\n\(rows)\n\na > $x $y").scenarios.map(\.caseName)
    }
    #expect(names("| a | 1 |\n| \"b c\" | 1 |") == ["a", "b c"])
    #expect(names("| a | 1 |\n| a | \"2\" |") == ["a | 1", "a | 2"])
    #expect(names(#"| "a\0\tb" | 1 |"#) == [#"a\u{0}\u{9}b"#])
  }

  @Test func `a column can give bytes, an event and a field`() throws {
    let expansion = Examples.expand(
      "title: t\nusers: a\ncases:\n| raw | type | code |\n| \"{\" | error | /x/ |\n\na >bytes $raw\na < $type code=$code"
    )
    let steps = try #require(expansion.scenarios.first?.steps)
    guard case .send(_, .bytes([0x7B])) = steps[0].kind else { throw Unexpected(steps[0]) }
    let pattern = try #require(steps[1].expectations.first?.pattern)
    #expect(pattern.eventType == .named("error"))
    let expression = try RegularExpression("x")
    #expect(pattern.fields.map(\.matcher) == [.regex(expression)])
  }
}

/// A step that is of another kind than a test needs.
struct Unexpected: Error {
  let step: Step

  init(_ step: Step) {
    self.step = step
  }
}

extension Step.Payload {
  /// What is sent, as text.
  func text(_ bindings: [String: JSON]) throws -> String {
    switch self {
    case .line(let template), .json(let template): try template.filled(with: bindings)
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }
}
