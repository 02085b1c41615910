/// One operator of the scenario language: what `verbatim explain` says of it.
package struct OperatorDefinition: Sendable {
  /// The operator as a scenario has it.
  package let written: String
  /// What it does, in one sentence.
  package let meaning: String
  /// A line that has it.
  package let example: String

  private init(_ written: String, _ meaning: String, example: String) {
    self.written = written
    self.meaning = meaning
    self.example = example
  }

  /// All operators: those that send, those that receive, and those of fields.
  package static let all: [OperatorDefinition] = sending + receiving + ofFields

  private static let receiving = ExpectationSyntax.Operator.allCases.map { definition($0) }

  private static let ofFields =
    [definition(.matches), definition(.differs)] + Comparison.allCases.map { definition(.compares($0)) }

  private static let sending = [
    OperatorDefinition(
      ">", "Sends the rest of the line after one space, as a person would type it.",
      example: "alice > /join lobby"),
    OperatorDefinition(
      ">json", "Sends one frame of JSON, which the server need not accept.",
      example: #"alice >json {"type":"chat_message","room":"lobby"}"#),
    OperatorDefinition(
      ">bytes", #"Sends one frame of bytes; `\xNN` is any byte."#,
      example: #"alice >bytes "{\"type\":\xFF""#),
  ]

  private static func definition(_ kind: ExpectationSyntax.Operator) -> OperatorDefinition {
    switch kind {
    case .next:
      .init(
        kind.rawValue, "The session's next unread event matches; it may have further fields.",
        example: "bob < chat_message user=alice")
    case .exact:
      .init(
        kind.rawValue, "The session's next unread event matches, and has no further fields except `type`.",
        example: "bob <= user_join room=lobby user=alice")
    case .optional:
      .init(
        kind.rawValue, "The session's next unread event may match; if it does not, it stays unread.",
        example: "bob <? presence room=lobby")
    case .skip:
      .init(
        kind.rawValue, "Skips the session's unread events up to a match.",
        example: "bob <~ chat_message seq=12")
    case .never:
      .init(
        kind.rawValue, "None of the session's unread events matches; none is read.",
        example: "bob !< private_message user=carol")
    case .soft:
      .init(
        kind.rawValue,
        "Like `<`, but if it fails the scenario goes on, and all failures are reported at its end.",
        example: "bob <& chat_message user=alice")
    }
  }

  private static func definition(_ kind: FieldOperator) -> OperatorDefinition {
    switch kind {
    case .matches:
      .init(kind.written, "The field matches the value.", example: "bob < chat_message user=alice")
    case .differs:
      .init(
        kind.written, "The field is present and does not match the value.",
        example: "bob < chat_message user!=alice")
    case .compares(.atMost):
      .init(
        kind.written, "The field is a number or a time, and at most this.", example: "bob < ack seq<=$seq")
    case .compares(.atLeast):
      .init(
        kind.written, "The field is a number or a time, and at least this.", example: "bob < ack seq>=2")
    case .compares(.less):
      .init(
        kind.written, "The field is a number or a time, and before this.",
        example: "bob < chat_message at<$at+10m")
    case .compares(.greater):
      .init(kind.written, "The field is a number or a time, and after this.", example: "bob < ack seq>$seq")
    }
  }
}
