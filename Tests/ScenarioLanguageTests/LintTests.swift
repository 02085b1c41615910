import ScenarioLanguage
import Testing

@Suite struct LintTests {
  static let vocabulary = Vocabulary(
    events: [
      .init("user_join", fields: [.init("room"), .init("user")]),
      .init("error", fields: [.init("code", values: ["bad_frame", "too_large"]), .init("message")]),
      .init("ack", fields: [.init("seq")]),
      .init(
        "kinds",
        fields: [
          .init("text", kind: .text), .init("time", kind: .time), .init("count", kind: .integer),
          .init("flag", kind: .truth), .init("list", kind: .list), .init("object", kind: .object),
        ]),
    ], commonFields: ["re"], clauses: ["ROOM-1", "PM-1"], bots: ["echo"], limits: ["frame_bytes"])

  private static let head = "title: t\ncovers: ROOM-1\nusers: bob\n"

  static let doubts: [Fault] = [
    Fault(.nameUnused, "4:11", head + "bob < ack seq=?n"),
    Fault(.nameUnused, "4:13", head + "bob < error message=/(?<x>.)/"),
    Fault(.fieldValueUnknown, "4:13", head + "bob < error code!=bad_fame"),
    Fault(.fieldKind, "4:14", head + "bob !< kinds count=one"),
    Fault(.userUnused, "3:12", "title: t\ncovers: ROOM-1\nusers: bob alice\nbob < nothing"),
    Fault(.macroUnused, "4:7", head + "macro m\nend\nbob < nothing"),
    Fault(.coversMissing, "1:8", "title: t\nusers: bob\nbob < nothing"),
    Fault(.clauseUnknown, "2:9", "title: t\ncovers: ROMO-1\nusers: bob\nbob < nothing"),
    Fault(.eventUnknown, "4:7", head + "bob < user_jion"),
    Fault(.eventUnknown, "4:9", head + "ignore: user_jion\nbob < nothing"),
    Fault(.fieldUnknown, "4:17", head + "bob < user_join usr=a"),
    Fault(.fieldValueUnknown, "4:13", head + "bob < error code=bad_fame"),
    Fault(.eventUnknown, "4:8", head + "xfail: [user_jion] why\nbob < nothing"),
    Fault(.xfailUnnamed, "4:8", head + "xfail: why\nbob < nothing"),
    Fault(.botUnknown, "4:7", head + "bots: ecko\nbob < nothing"),
    Fault(.limitUnknown, "4:9", head + "limits: frame_byte=1\nbob < nothing"),
    Fault(.sectionDuplicate, "6:1", head + "== A\nbob < nothing\n== A\nbob < nothing"),
    Fault(.timeUnobserved, "5:1", head + "bob < nothing\n+2s"),
    Fault(.nothingExpected, "1:8", head + "bob > hi"),
    Fault(.variableUnused, "4:12", head + "variables: A\nbob < nothing"),
    Fault(.caseColumnUnused, "5:7", head + "cases:\n| a | b |\n| 1 | 2 |\n\nbob < nothing"),
    Fault(.commentSent, "4:10", head + "bob > hi # note\nbob < nothing"),
    Fault(.blankSent, "4:9", head + "bob > hi \t\nbob < nothing"),
  ]

  private func lint(
    _ text: String, _ files: [String: String] = [:], disabled: Set<DiagnosticCode> = []
  ) -> [Diagnostic] {
    Linter.lint(
      SourceFile(path: "test.chat", text: text), vocabulary: Self.vocabulary, disabled: disabled
    ) { path throws(SourceLoadError) in
      guard let text = files[path] else { throw SourceLoadError(reason: "there is no such file") }
      return SourceFile(path: path, text: text)
    }.diagnostics
  }

  @Test(arguments: doubts)
  func `what is doubtful is named with its place`(doubt: Fault) {
    let found = lint(doubt.text)
    #expect(found.map(\.code) == [doubt.code])
    #expect(found.first.map { "\($0.span.line):\($0.span.column)" } == doubt.place)
  }

  @Test func `a slip is answered with the word that was meant`() {
    #expect(lint(Self.head + "bob < user_jion").first?.suggestion == "user_join")
    #expect(lint(Self.head + "bob < error code=bad_fame").first?.suggestion == "bad_frame")
  }

  @Test func `a correct scenario has no findings`() {
    #expect(lint(Self.head + "bob < ack seq=?n re=a\nbob > $n\nbob <? error code=$n\nbob < * x=1") == [])
  }

  @Test(arguments: doubts)
  func `a rule can be switched off, for all files or for one`(doubt: Fault) {
    #expect(lint(doubt.text, disabled: [doubt.code]) == [])
    #expect(lint("lint-off: \(doubt.code.rawValue)\n" + doubt.text) == [])
    #expect(DiagnosticCode.lintRules.contains(doubt.code))
  }

  @Test(arguments: [
    "count=one", "count!=one", "count=7+1", "count=1.0", "count=#1", "count=[1]", "count=/1/", "count=\"$n\"",
    "count>\"2026-01-01T00:00:00.000Z\"", "text=12", "text=true", "text!=[bob]", "text=1..2", "text>3",
    "time=2026-01-01", "time!=2026-01-01T00:00:00Z", "time=12", "time>5", "flag=yes", "flag=1", "flag=#1",
    "list=alice", "list=2", "list={a=1}", "list>2", "object=alice", "object=[alice]",
  ])
  func `a value that a field can never have is an error`(field: String) {
    let found = lint(Self.head + "bob < ack seq=?n\nbob > $n\nbob !< kinds \(field)")
    #expect(found.map(\.code) == [.fieldKind])
    #expect(found.map(\.severity) == [.error])
  }

  @Test(arguments: [
    "count=12", "count!=12", "count=1..", "count>=1.5", "count=$n+1", "count>$n", "text=word", "text=\"12\"",
    "text=~\"a\"", "text=/a/", "text=#3", "text=\"$n\"", "time=\"2026-01-01T00:00:00.000Z\"", "time>$n",
    "time<\"2026-01-01T00:00:00.000Z\"", "time=$n+10m", "time=/^2026/", "flag=true", "flag!=false",
    "list=[]", "list=[1, a]", "list!={a, ...}", "list=#2", "object={a=1}", "object={}",
    "count=* text=absent time=null flag=$n list=$n object=$n",
  ])
  func `a value that a field can have is no finding`(field: String) {
    #expect(lint(Self.head + "bob < ack seq=?n\nbob > $n\nbob < kinds \(field)") == [])
  }

  @Test func `a name on which several users have to agree is used`() {
    let head = "title: t\ncovers: ROOM-1\nusers: bob alice\n"
    #expect(lint(head + "bob, alice < ack seq=?same") == [])
    #expect(lint(head + "bob < ack seq=?same\nalice < ack").map(\.code) == [.nameUnused])
  }

  @Test func `a number sign inside a word is no comment`() {
    #expect(lint(Self.head + "bob > #1 is room#2\nbob < nothing") == [])
  }

  @Test func `a column that only the title uses is used`() {
    let text = "title: $b\ncovers: ROOM-1\nusers: bob\ncases:\n| a | b |\n| 1 | 2 |\n\nbob < nothing"
    #expect(lint(text) == [])
  }

  @Test func `what is wrong in each round of a loop is said once`() {
    let found = lint(Self.head + "repeat 3\nbob < user_jion\nend")
    #expect(found.map(\.code) == [.eventUnknown])
    #expect(found.first?.trail.map(\.description) == ["in round 1 of 3 of the loop at test.chat:4"])
  }

  @Test func `errors of a file are findings too`() {
    #expect(lint("titel: t").map(\.code) == [.headerKeyUnknown])
  }

  @Test func `a part that others include needs no title`() {
    #expect(lint("macro m\nend") == [])
  }

  @Test func `a word that is wrong in an included file is found there`() {
    let found = lint(Self.head + "include a.chat", ["a.chat": "bob < ak"])
    #expect(found.map(\.span.description) == ["a.chat:1:7"])
    #expect(found.first?.trail.map(\.description) == ["included from test.chat:4"])
  }
}
