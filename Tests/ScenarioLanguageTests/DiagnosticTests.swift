import ScenarioLanguage
import Testing
import Wire

/// One text, the error in it and its place.
struct Fault: CustomTestStringConvertible, Sendable {
  let code: DiagnosticCode
  let place: String
  let text: String
  var files: [String: String] = [:]
  var testDescription: String { "\(code.rawValue) in \(text.prefix(60).debugDescription)" }

  init(_ code: DiagnosticCode, _ place: String, _ text: String, files: [String: String] = [:]) {
    self.code = code
    self.place = place
    self.text = text
    self.files = files
  }
}

@Suite struct DiagnosticTests {
  /// The shortest header that lets steps follow from line 3 on.
  private static let head = "title: t\nusers: alice bob\n"

  private static func step(_ code: DiagnosticCode, _ place: String, _ line: String) -> Fault {
    Fault(code, place, head + line)
  }

  /// What `Scenarios/failing` does not show, with its text and its place.
  static let faults: [Fault] = [
    Fault(.nulCharacter, "1:8", "title: \0"),
    Fault(.carriageReturn, "1:9", "title: a\rusers: b\r"),
    Fault(.headerKeyUnknown, "2:3", "title: t\n  user: alice"),
    Fault(.headerValueMissing, "2:1", "title: t\ncovers:   # none yet"),
    Fault(.nameNotValid, "1:8", "users: alice/phone/one"),
    Fault(.nameNotValid, "1:14", "users: alice bob>"),
    Fault(.connectNotValid, "1:12", "connect: a b"),
    Fault(.connectNotValid, "1:19", "connect: a for b, , c"),
    Fault(.connectNotValid, "1:12", "connect: a for"),
    Fault(.connectNotValid, "1:15", "connect: a in [b]"),
    Fault(.valueMissing, "1:14", "connect: a in"),
    Fault(.connectNotValid, "1:13", "connect: a, b"),
    Fault(.userUnknown, "3:10", "title: t\nusers: alice\nconnect: a for bob"),
    Fault(.variableNotValid, "2:12", "title: t\nvariables: 1ST"),
    Fault(.variableNotValid, "2:12", "title: t\nvariables: API-KEY"),
    Fault(.variableNotValid, "2:14", "title: t\nvariables: A=$B"),
    Fault(.valueMissing, "2:14", "title: t\nvariables: A= B"),
    Fault(.nameDuplicate, "2:14", "title: t\nvariables: A A=1"),
    Fault(
      .nameDuplicate, "5:3", "title: t\nusers: alice\nvariables: a=1\ncases:\n| a |\n| b |\n\nalice < nothing"
    ),
    Fault(.nameBoundTwice, "4:13", head + "variables: A=1\nalice < ack seq=?A"),
    Fault(.botNotValid, "1:13", "bots: echo, "),
    Fault(.botNotValid, "1:13", "bots: echo, , b"),
    Fault(.botNotValid, "1:12", "bots: exec \"  \" in lobby"),
    Fault(.botNotValid, "1:23", "bots: exec \"./bot.sh\" at lobby"),
    Fault(.nameNotValid, "1:26", "bots: exec \"./bot.sh\" as a/b in lobby"),
    Fault(.nameNotValid, "1:25", "bots: exec \"./bot.sh\" as"),
    Fault(.nameDuplicate, "1:33", "bots: exec \"a/x.py\", echo, exec \"b/x.py\""),
    Fault(.stringUnterminated, "1:12", "bots: exec \"./bot.sh"),
    Fault(.limitNotValid, "1:13", "limits: b=1 a=99999999999999999999"),
    Fault(.xfailNotValid, "1:8", "xfail: [ack]"),
    Fault(.xfailNotValid, "1:8", "xfail: [bob < ack why"),
    Fault(.xfailNotValid, "1:8", "xfail: [bob < ack a=[b] why"),
    Fault(.xfailNotValid, "1:8", "xfail: [ ] why"),
    Fault(.xfailNotValid, "1:9", "xfail: [\"\"] why"),
    Fault(.xfailNotValid, "1:14", "xfail: [ack] [\"a\" b] why"),
    Fault(.xfailNotValid, "3:7", "cases:\n| a | xfail |\n| 1 | 2 |"),
    Fault(.xfailNotValid, "3:7", "cases:\n| a | xfail |\n| 1 | \"[ack]\" |"),
    Fault(.caseColumnNotValid, "2:3", "cases:\n| xfail |\n| why |"),
    Fault(.headerKeyDuplicate, "3:7", "xfail: why\ncases:\n| a | xfail |"),
    Fault(.headerKeyDuplicate, "4:1", "cases:\n| a | xfail |\n| 1 | why |\nxfail: why"),
    Fault(.xfailLineUnknown, "3:8", head + "xfail: [nothing] why\nbob < *"),
    Fault(.xfailLineUnknown, "3:8", head + "xfail: [bob < ack re=\"a b\"] why\nbob < ack re=\"ab\""),
    step(.nameAmbiguous, "3:27", "bob !< a list={{k=?n}, 2} b=$n"),
    step(.nameAmbiguous, "3:46", "bob < a list=[1, ..., /(?<n>.)/, ..., 2] c=1 b={d=$n}"),
    step(.objectUnterminated, "3:11", "bob < a b={\"/c\"=1"),
    Fault(.caseRowMisplaced, "2:1", "title: t\n| a |"),
    Fault(.caseTableEmpty, "1:1", "cases:"),
    Fault(.caseRowNotValid, "2:7", "cases:\n| a | | b |"),
    Fault(.caseRowNotValid, "3:5", "cases:\n| a |\n| b c |"),
    Fault(.caseRowNotValid, "2:4", "cases:\n| a"),
    Fault(.caseColumnNotValid, "2:3", "cases:\n| 1 |"),
    Fault(.caseColumnNotValid, "2:7", "cases:\n| a | a |"),
    Fault(.caseDuplicate, "6:1", "title: t\nusers: bob\ncases:\n| a |\n| x |\n| x |\n\nbob > $a"),
    Fault(.textAfterEnd, "1:8", "cases: | a |"),
    Fault(.caseFileNotValid, "2:8", "title: t\ncases: rows.txt"),
    Fault(.caseFileNotValid, "2:8", "title: t\ncases: /rows.csv"),
    step(.lineNotUnderstood, "3:1", "§ what"),
    step(.lineNotUnderstood, "3:1", "(a) > hi"),
    step(.operatorUnknown, "3:5", "bob >hello"),
    step(.eventNotValid, "3:8", "bob <= nothing"),
    step(.eventNotValid, "3:7", "bob < 12"),
    step(.fieldNotValid, "3:9", "bob < a \"b\""),
    step(.fieldDuplicate, "3:17", "bob < a b={c=1, c=2}"),
    step(.textAfterEnd, "3:5", "+2s later"),
    step(.faultNamesNotValid, "3:9", "! crash now"),
    step(.textAfterEnd, "3:16", "bob >bytes \"a\" # b"),
    step(.jsonNotValid, "3:16", "bob >json {\"a\":}"),
    step(.jsonNotValid, "3:12", "bob >json {a:1}"),
    step(.jsonNotValid, "3:14", "bob >json [1,]"),
    step(.jsonNotValid, "3:10", "bob >json"),
    step(.jsonNotValid, "3:12", "bob >json \"\\q\""),
    step(.timeNotValid, "3:1", "+2.5s"),
    step(.timeTooLong, "3:1", "+99999999999999999999s"),
    step(.timeTooLong, "3:1", "+9223372036854775807d"),
    step(.timeTooLong, "3:1", "+36500d1ms"),
    step(.timeNotValid, "3:1", "+1h1h"),
    step(.timeNotValid, "3:1", "until"),
    step(.timeNotValid, "3:7", "until 2026-03-01T24:00"),
    step(.timeNotValid, "3:7", "until 2026-03-01T10:00+2:00"),
    step(.timeTooLong, "3:7", "until 2126-01-01"),
    step(.timePast, "3:7", "until 2025-12-31T23:59:59.999"),
    step(.loopNotValid, "3:8", "repeat 0\nbob < a\nend"),
    step(.loopNotValid, "3:8", "repeat 100001\nbob < a\nend"),
    step(.loopNotValid, "3:13", "repeat 2 as 2\nbob < a\nend"),
    step(.loopNotValid, "3:16", "for each A in a, b\nbob < a\nend"),
    step(.loopNotValid, "3:17", "for each A in a ,b\nbob < a\nend"),
    step(.loopNotValid, "3:1", "foreach A in a b\nbob < a\nend"),
    step(.loopNotValid, "4:15", "macro m L\nfor each A in $L\nbob < a\nend\nend\nm [a, ...]"),
    step(.loopNotValid, "4:8", "macro m N\nrepeat $N\nbob < a\nend\nend\nm many"),
    step(.macroNotValid, "4:1", "repeat 2\nmacro m\nend\nend"),
    step(
      .nestingTooDeep, "19:1",
      String(repeating: "repeat 1\n", count: 17)
        + String(repeating: "end\n", count: 17)),
    step(
      .nestingTooDeep, "84:1",
      (1...20).map { "macro m\($0)\nrepeat 1\nm\($0 + 1)\nend\nend\n" }.joined() + "macro m21\nend\nm1"),
    step(.faultUnknown, "3:1", "!"),
    step(.faultNamesNotValid, "3:7", "! cut [bob]"),
    step(.macroNotValid, "3:1", "macro\nend"),
    step(.macroNotValid, "3:11", "macro m A A\nend"),
    step(.valueNotValid, "3:12", "bob < a b= !c"),
    step(.valueNotValid, "3:11", "bob < a b==0"),
    step(.valueNotValid, "3:14", "bob < a b={c=<1}"),
    step(.valueNotValid, "3:12", "bob < a b!=!c"),
    step(.valueMissing, "3:14", "bob < a b=[1,,2]"),
    step(.valueNotValid, "3:11", "bob < a b=~part"),
    step(.valueNotValid, "3:11", "bob < a b=?"),
    step(.valueNotValid, "3:11", "bob < a b=*x"),
    step(.characterNotAllowed, "3:12", "bob < a b=x\"y\""),
    step(.escapeNotValid, "3:12", "bob < a b=\"\\u{110000}\""),
    step(.escapeNotValid, "3:13", "bob >bytes \"\\xG0\""),
    step(.regexNotValid, "3:11", "bob < a b=//"),
    step(.nameBoundTwice, "4:9", "bob < a b=?id\nbob < a b=/(?<id>.)/"),
    step(.valueNotValid, "3:12", "bob < a b>=[1]"),
    step(.valueNotValid, "3:11", "bob < a b<word"),
    step(.valueNotValid, "3:11", "bob < a b=#1x"),
    step(.valueNotValid, "3:17", "bob < a b=[..., ...]"),
    step(.listUnterminated, "3:11", "bob < a b={c, d"),
    step(.listUnterminated, "3:14", "bob < a b={c d}"),
    step(.absentMisplaced, "3:12", "bob < a b={absent}"),
    step(.rangeNotValid, "3:11", "bob < a b=1...5"),
    step(.nameNotBound, "3:9", "bob < a b=$id+1"),
    step(.nameNotBound, "3:1", "bob >json {\"a\":$id - 1}"),
    step(.argumentNotValid, "4:13", "macro m A\n  bob < a b=$A+1\nend\nm x"),
    step(.argumentNotValid, "4:14", "macro m A\n  bob < a b>=$A\nend\nm *"),
    step(.regexNotValid, "3:11", "bob < a b=/\(String(repeating: "(", count: 2_000))/"),
    step(.objectUnterminated, "3:11", "bob < a b={c=1"),
    step(.objectUnterminated, "3:16", "bob < a b={c=1 d=2}"),
    step(.nestingTooDeep, "3:27", "bob < a b=" + String(repeating: "[", count: 200)),
    step(.numberTooLarge, "3:11", "bob < a b=9223372036854775808"),
    step(.numberTooLarge, "3:11", "bob < a b=1e999"),
    step(.absentMisplaced, "3:12", "bob < a b=[absent]"),
    step(.blockUnterminated, "3:7", "macro m"),
    step(.blockLineNotAllowed, "4:1", "any\nrepeat 2\nbob < a\nend\nend"),
    step(.blockLineNotAllowed, "5:1", "any\nbob < a\nbob < nothing\nend"),
    step(.blockLineNotAllowed, "5:1", "any\nbob < a\norder\nend"),
    Fault(.includeCycle, "1:9", head + "include a.chat", files: ["a.chat": "include test.chat"]),
    Fault(.includeCycle, "1:9", head + "include a.chat", files: ["a.chat": "include a.chat"]),
    Fault(
      .includeTooDeep, "1:9", head + "include 1.chat",
      files: Dictionary(uniqueKeysWithValues: (1...20).map { ("\($0).chat", "include \($0 + 1).chat") })),
    Fault(.includeMissing, "3:9", head + "include sub/../../a.chat"),
    step(.macroDuplicate, "5:7", "macro m\nend\nmacro m\nend"),
    step(
      .macroTooDeep, "193:1",
      (1...100).map { "macro m\($0)\nm\($0 + 1)\nend" }.joined(separator: "\n") + "\nm1"),
    Fault(
      .expansionTooLarge, "77:1",
      head + (1...20).map { "macro m\($0)\nm\($0 + 1)\nm\($0 + 1)\nend" }.joined(separator: "\n")
        + "\nmacro m21\nend\nm1"),
    step(.expansionTooLarge, "4:1", "repeat 1000\nrepeat 1000\nbob < a\nend\nend"),
    // Forty lines would nest a list of 2^40 parts.
    step(
      .argumentNotValid, "52:5",
      (0..<40).map { "macro m\($0) X\nm\($0 + 1) [$X, $X]\nend" }.joined(separator: "\n")
        + "\nmacro m40 X\nend\nm0 a"),
    step(.argumentNotValid, "4:9", "macro m A\n  bob > x $A\nend\nm *"),
    step(.argumentNotValid, "4:3", "macro m A\n  $A > x\nend\nm 1..3"),
    step(.nameNotBound, "3:1", "bob > $HOME"),
    step(.nameNotBound, "3:9", "bob < a b=$id"),
    step(.nameNotBound, "3:1", "$who > hi"),
    step(.nameBoundTwice, "5:9", "repeat 2\nbob < a b=?id\nbob < a b=?id\nend"),
    step(.nameBoundTwice, "3:9", "bob < a b=?title"),
    step(.nameNotBound, "4:1", "repeat 2\nbob > $id\nbob < a b=?id\nend"),
  ]

  @Test(arguments: faults)
  func `an error is named with its place`(fault: Fault) {
    let expansion = Examples.expand(fault.text, fault.files)
    #expect(expansion.scenarios.isEmpty)
    guard let first = expansion.diagnostics.first else {
      Issue.record("no diagnostic")
      return
    }
    #expect(first.code == fault.code, "\(first.rendered(expansion.sources))")
    #expect("\(first.span.line):\(first.span.column)" == fault.place, "\(first.rendered(expansion.sources))")
    #expect(first.severity == .error)
    #expect(!first.message.hasSuffix(".") && !first.message.isEmpty)
  }

  @Test func `every rule has an example, in its definition or of its own`() {
    // These need bytes or sizes that no line of the table can hold, or a run.
    let elsewhere: [DiagnosticCode] = [
      .fileTooLarge, .lineTooLong, .notUTF8, .tooManyErrors, .fileUnreadable, .variableMissing,
    ]
    let defined = DiagnosticDefinition.all.filter { $0.example != nil }.map(\.code)
    let shown = Set(Self.faults.map(\.code) + LintTests.doubts.map(\.code) + elsewhere + defined)
    #expect(DiagnosticCode.allCases.filter { !shown.contains($0) }.map(\.rawValue) == [])
  }

  @Test func `all errors of a file are reported in order`() {
    let (_, diagnostics) = ScenarioParser.parse(
      SourceFile(
        path: "t.chat", text: "titel: a\nusers: a a\n\nbob <\nany\n+2\n! cutt x\nend\nend\norder\nbob < a"))
    #expect(
      diagnostics.map { "\($0.span.line) \($0.code.rawValue)" } == [
        "1 header-key-unknown", "2 name-duplicate", "4 event-missing", "6 time-not-valid", "7 fault-unknown",
        "8 block-empty", "9 end-without-block", "10 block-unterminated",
      ])
  }

  @Test func `bytes that are no text are named with line and column`() {
    let bytes = Array("title: t\nusers: é".utf8) + [0xFF, 0x41, 0x0A]
    let (_, diagnostics) = ScenarioParser.parse(SourceFile(path: "t.chat", bytes: bytes))
    #expect(diagnostics.map(\.code) == [.notUTF8])
    #expect(diagnostics.first?.span.description == "t.chat:2:9")
    #expect(diagnostics.first?.message == "the byte 0xFF is not UTF-8 here")
  }

  @Test func `sizes beyond a limit are refused by name`() {
    let long = SourceFile(path: "t.chat", bytes: Array(repeating: 0x61, count: ScenarioLimits.lineBytes + 1))
    #expect(ScenarioParser.parse(long).1.first?.code == .lineTooLong)
    let large = SourceFile(path: "t.chat", bytes: Array(repeating: 0x0A, count: ScenarioLimits.fileBytes + 1))
    #expect(ScenarioParser.parse(large).1.map(\.code) == [.fileTooLarge])
    let wrong = SourceFile(path: "t.chat", text: String(repeating: "+2\n", count: 500))
    let codes = ScenarioParser.parse(wrong).1.map(\.code)
    #expect(codes.count == ScenarioLimits.diagnosticsPerFile + 1)
    #expect(codes.last == .tooManyErrors)
  }

  @Test(arguments: [
    ("user_jion", "user_join"), ("ok", nil), ("User_Join", "user_join"), ("xyz", nil), ("eror", "error"),
    ("", nil),
  ])
  func `the nearest known word is suggested`(word: String, expected: String?) {
    #expect(Suggestion.closest(to: word, among: ["user_leave", "user_join", "error", "error2"]) == expected)
    #expect(Suggestion.closest(to: word, among: ["error2", "error", "user_join", "user_leave"]) == expected)
  }
}
