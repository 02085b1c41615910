extension DiagnosticDefinition {
  /// The rules of a file as bytes.
  static let bytes: [DiagnosticDefinition] = [
    .init(
      .fileTooLarge, "The file is larger than 16 MiB.",
      remedy: "Split it, and share steps with `include`."),
    .init(
      .fileEmpty, "The file has neither a header nor a step.",
      remedy: "Write a title and steps; `verbatim new scenario NAME.chat` writes a file to start from.",
      example: "# only a comment"),
    .init(
      .lineTooLong, "A line is longer than 1 MiB.",
      remedy: "Shorten it."),
    .init(
      .notUTF8, "A byte of the file is not UTF-8.",
      remedy: "Save the file as UTF-8; send such bytes with `>bytes`."),
    .init(
      .nulCharacter, "The file has a character U+0000.",
      remedy: #"Delete it; send one with `>bytes "\0"`."#),
    .init(
      .carriageReturn, "A line has a carriage return that is not followed by a line feed.",
      remedy: "Save the file with line feeds, as `verbatim format` does."),
    .init(
      .tooManyErrors, "The file has more errors than the 100 that are shown.",
      remedy: "Correct those that are shown, and lint again."),
    .init(
      .fileUnreadable, "The file cannot be read.",
      remedy: "Make it a readable file, or remove it."),
  ]

  /// The rules of the header.
  static let header: [DiagnosticDefinition] = [
    .init(
      .headerKeyUnknown, "No header key has this name.",
      remedy: "Take the key that is suggested, or one of the table of header keys.",
      example: "titel: A message arrives"),
    .init(
      .headerKeyDuplicate, "A header key stands twice.",
      remedy: "Join the two lines.",
      example: """
        tags: smoke
        tags: rooms
        """),
    .init(
      .headerAfterSteps, "A header line follows a step.",
      remedy: "Move it above the first step.",
      example: """
        == The first day
        tags: smoke
        """),
    .init(
      .headerValueMissing, "A header key has no value.",
      remedy: "Write one after the colon, or delete the line.",
      example: "tags:"),
    .init(
      .titleMissing, "A file with steps has no `title:`, and so is for inclusion only.",
      remedy: "Add a line `title:` that says what the scenario shows.",
      example: """
        users: alice

        alice < nothing
        """),
    .init(
      .nameNotValid, "A session, user or bot has a name with a character that is not allowed.",
      remedy: "Use letters, digits and `_ - .`, with one `/` before the name of a further session.",
      example: "users: alice/phone/one"),
    .init(
      .nameDuplicate, "A name is given twice.",
      remedy: "Delete one, or choose another name.",
      example: "users: alice alice"),
    .init(
      .botNotValid, "An entry of `bots:` is no bot.",
      remedy: #"Write `NAME`, `NAME in ROOM` or `exec "COMMAND" in ROOM`, separated by commas."#,
      example: "bots: echo at lobby"),
    .init(
      .limitNotValid, "An entry of `limits:` is not `name=integer`.",
      remedy: "Write one such as `frame_bytes=2048`.",
      example: "limits: frame_bytes"),
    .init(
      .connectNotValid, "An entry of `connect:` is no protocol with a room and sessions.",
      remedy: "Write `PROTOCOL in ROOM for SESSION`, of which `in` and `for` may be left out.",
      example: "connect: tutorial-chat lobby"),
    .init(
      .variableNotValid, "An entry of `variables:` is neither a name nor `NAME=default`.",
      remedy: "Use letters, digits and `_`, and a plain value as the default.",
      example: "variables: API-KEY"),
    .init(
      .xfailAndSkip, "A scenario has both `xfail:` and `skip:`.",
      remedy: "Delete one: what is skipped cannot fail.",
      example: """
        skip: needs a quiet server
        xfail: [error] BUG-18, the code is odd
        """),
    .init(
      .xfailNotValid,
      "The brackets of an `xfail` are not followed by a reason, or hold no line, event or text.",
      remedy: #"Write `[EVENT] reason`, `[LINE] reason` or `["text"] reason`."#,
      example: "xfail: [error]"),
    .init(
      .caseRowMisplaced, "A row of a table stands where there is no `cases:` above it.",
      remedy: "Put `cases:` above the table.",
      example: """
        | line |
        | "/join" |
        """),
    .init(
      .caseTableEmpty, "A table of cases has no row besides the names of its columns.",
      remedy: "Add a row.",
      example: """
        cases:
        | line | code |
        """),
    .init(
      .caseRowNotValid, "A row has a cell that is no value, or not as many cells as there are columns.",
      remedy: #"Write `| value | value |`; quote texts with spaces, and write an empty one as `""`."#,
      example: """
        cases:
        | line | code |
        | "/join" |
        """),
    .init(
      .caseColumnNotValid, "A column has no valid name, or that of another column.",
      remedy: "Use letters, digits and `_`; the first column cannot be `xfail`.",
      example: """
        cases:
        | line | line |
        | a | b |
        """),
    .init(
      .caseDuplicate, "Two rows of a table are alike.",
      remedy: "Delete one.",
      example: """
        cases:
        | line |
        | hello |
        | hello |

        alice > $line
        alice < error
        """),
    .init(
      .caseFileMissing, "The file with the cases cannot be read.",
      remedy: "Name a file relative to the scenario.",
      example: "cases: missing.csv"),
    .init(
      .caseFileNotValid, "The file with the cases is no CSV or JSON file, or does not hold a table.",
      remedy: "Name a `.csv` file with a first line of names, or a `.json` file with a list of objects.",
      example: "cases: rows.txt"),
    .init(
      .lintRuleUnknown, "`lint-off:` names no rule of lint.",
      remedy: "Take one of the rules of the group Lint.",
      example: "lint-off: name-unusd"),
  ]
}
