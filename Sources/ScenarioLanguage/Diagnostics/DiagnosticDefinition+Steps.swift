extension DiagnosticDefinition {
  /// The rules of lines.
  static let lines: [DiagnosticDefinition] = [
    .init(
      .lineNotUnderstood, "A line is no step.",
      remedy: "Begin it with a session and an operator, `==`, `+`, `!`, a keyword, or the name of a macro.",
      example: "Alice Smith > good morning"),
    .init(
      .operatorUnknown, "No operator looks like this.",
      remedy:
        "Write `>`, `>json` or `>bytes` to send, one of `<` `<=` `<?` `<~` `!<` `<&` to receive, and a space after it.",
      example: "alice >hello"),
    .init(
      .sectionTitleMissing, "A section has no title.",
      remedy: "Write one after `==`.",
      example: "=="),
    .init(
      .eventMissing, "An expectation has no event.",
      remedy: "Write the event's type after the operator, `*` for any, or `nothing`.",
      example: "alice < user=bob"),
    .init(
      .eventNotValid,
      "An expectation has something else than an event's type, or an operator or fields that `nothing` cannot have.",
      remedy: "Write a word or a quoted text; `nothing` stands alone after `<`.",
      example: "alice <= nothing"),
    .init(
      .fieldNotValid, "An expectation has something that is no field.",
      remedy: "Write `name=value`; quote texts with spaces.",
      example: "alice < chat_message hello"),
    .init(
      .fieldDuplicate, "A field stands twice with `=`.",
      remedy: "Delete one; other operators may be repeated.",
      example: "alice < chat_message user=bob user=alice"),
    .init(
      .textAfterEnd, "Something follows the end of a step.",
      remedy: "Delete it, or make it a comment with `#`.",
      example: "+2s later"),
    .init(
      .jsonNotValid, "What follows `>json` is not one JSON value.",
      remedy: "Write JSON with quoted names, and names of values as `$name`.",
      example: #"alice >json {type: "ping"}"#),
    .init(
      .bytesNotValid, "What follows `>bytes` is neither a quoted text nor a parameter.",
      remedy: #"Quote it; `\xNN` is any byte."#,
      example: "alice >bytes hello"),
    .init(
      .timeNotValid, "A span or an instant is not written correctly.",
      remedy: "Write `+1h30m` with the largest unit first, or `until 2026-03-29T09:00`.",
      example: "+2"),
    .init(
      .timeTooLong, "A line advances time by more than 36,500 days.",
      remedy: "Advance by less.",
      example: "+36501d"),
    .init(
      .timePast, "An instant is before the present of the scenario.",
      remedy: "Take a later one, or set `start:`.",
      example: "until 2025-12-31"),
    .init(
      .faultUnknown, "No fault has this name.",
      remedy: "The faults are `cut` `return` `close` `stall` `flow` `crash` `restart` `replay`.",
      example: "! cutt bob"),
    .init(
      .faultNamesNotValid, "A fault has names that it does not take, or lacks those that it needs.",
      remedy:
        "Name sessions after `cut`, `return`, `close`, `stall` and `flow`, and none after `crash` and `replay`.",
      example: "! crash bob"),
    .init(
      .includePathNotValid, "`include` has no path, or one that is not relative.",
      remedy: "Name the file relative to this one, with `/` between folders.",
      example: "include /setup/meeting.chat"),
    .init(
      .macroNotValid, "A macro or its parameter has no valid name, or stands where no macro can be defined.",
      remedy: "Write `macro NAME PARAM …` outside of loops and macros, with names that are no keywords.",
      example: """
        macro order
          alice > hello
        end
        """),
    .init(
      .loopNotValid, "A loop does not say how often it runs, or over what.",
      remedy: "Write `repeat 3`, `repeat 3 as N` or `for each NAME in a b c`.",
      example: """
        repeat 0
          alice > hello
        end
        """),
  ]

  /// The rules of values.
  static let values: [DiagnosticDefinition] = [
    .init(
      .valueMissing, "A value is missing.",
      remedy: #"Write one; an empty text is `""`."#,
      example: "alice < chat_message user="),
    .init(
      .valueNotValid, "A value is not written correctly, or its operator does not take it.",
      remedy:
        "Compare with `<` and `>` to numbers, times and `$name` only; bind with `?name` after `=` only.",
      example: "alice < chat_message user=~bob"),
    .init(
      .characterNotAllowed, "A word has a character that only a quoted text can have.",
      remedy: "Quote the text.",
      example: "alice < chat_message message='hello'"),
    .init(
      .stringUnterminated, "A quoted text does not end in its line.",
      remedy: #"Add a quote; one inside the text is `\"`."#,
      example: #"alice < chat_message message="hello"#),
    .init(
      .escapeNotValid, "A backslash in a quoted text is no escape.",
      remedy: #"Write `\\` for a backslash; `\xNN` is for `>bytes` only."#,
      example: #"alice < chat_message message="\d""#),
    .init(
      .regexUnterminated, "A regular expression does not end in its line.",
      remedy: #"Add a slash; one inside it is `\/`, and a text that begins with a slash is quoted."#,
      example: "alice < chat_message message=/join"),
    .init(
      .regexNotValid,
      "A regular expression is not valid, too large, or uses what the language does not have.",
      remedy:
        "Close groups and classes; instead of a back reference use `$name`, instead of looking ahead a second condition.",
      example: "alice < chat_message message=/(hello/"),
    .init(
      .listUnterminated, "A list has no end, or no comma between two elements.",
      remedy: "Write `[a, b]`.",
      example: "alice < user_list users=[alice bob]"),
    .init(
      .objectUnterminated, "An object has no end, or no comma between two members.",
      remedy: "Write `{name=value, name=value}`.",
      example: "alice < * limits={frame_bytes=2048 timers=1}"),
    .init(
      .nestingTooDeep, "Lists and objects, or loops, nest deeper than 16 levels.",
      remedy: "Nest less; use `*` for the inner value, or a macro without a loop."),
    .init(
      .rangeNotValid, "A range has no integer bounds, or ends before it begins.",
      remedy: "Write `1..5`, `1..` or `..5`.",
      example: "alice < ack seq=5..1"),
    .init(
      .numberTooLarge, "A number is too large for 64 bits.",
      remedy: "Use a smaller one, or quote it where it is text.",
      example: "alice < ack seq=9223372036854775808"),
    .init(
      .absentMisplaced, "`absent` is an element of a list.",
      remedy: #"Use it as the value of a field; quote the text `"absent"`."#,
      example: "alice < user_list users=[absent]"),
  ]

  /// The rules of blocks.
  static let blocks: [DiagnosticDefinition] = [
    .init(
      .blockUnterminated, "A block, a loop or a macro has no `end`.",
      remedy: "Add `end`.",
      example: """
        any
          alice < chat_message
        """),
    .init(
      .blockEmpty, "A block or a loop has no line.",
      remedy: "Delete it, or fill it.",
      example: """
        any
        end
        """),
    .init(
      .blockLineNotAllowed, "A block has a line that is not `<`, `<=` or `<?`.",
      remedy: "Move the line out of the block.",
      example: """
        any
          alice > hello
          bob < chat_message
        end
        """),
    .init(
      .endWithoutBlock, "An `end` ends nothing.",
      remedy: "Delete it.",
      example: "end"),
  ]
}
