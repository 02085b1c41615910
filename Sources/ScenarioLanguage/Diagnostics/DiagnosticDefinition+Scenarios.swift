extension DiagnosticDefinition {
  /// The rules of what a scenario expands to.
  static let expansion: [DiagnosticDefinition] = [
    .init(
      .includeMissing, "An included file cannot be read.",
      remedy: "Correct the path, which is relative to the including file.",
      example: "include missing.chat"),
    .init(
      .includeCycle, "A file includes itself, directly or by others.",
      remedy: "Delete the `include`.",
      example: "include example.chat  # by example.chat itself"),
    .init(
      .includeTooDeep, "Includes nest deeper than 16 files.",
      remedy: "Include the inner files directly."),
    .init(
      .macroUnknown, "No macro has this name.",
      remedy: "Define it, include the file that does, or correct the name.",
      example: "meet lobby"),
    .init(
      .macroDuplicate, "Two macros have this name.",
      remedy: "Rename or delete one.",
      example: """
        macro greet
          alice > hello
        end
        macro greet
          bob > hello
        end
        """),
    .init(
      .macroRecursive, "A macro calls itself, directly or by others.",
      remedy: "Use a loop.",
      example: """
        macro greet
          greet
        end
        greet
        """),
    .init(
      .macroTooDeep, "Calls of macros nest deeper than 64.",
      remedy: "Nest less."),
    .init(
      .macroArguments, "A call has not as many values as the macro has parameters.",
      remedy: "Add or delete values; write several names as one list, `[alice, bob]`.",
      example: """
        macro meet ROOM
          alice > /join $ROOM
        end
        meet
        """),
    .init(
      .expansionTooLarge,
      "A scenario has more than 100,000 steps or 64 MiB of text, or all cases of a file more than 1,000,000 or 256 MiB.",
      remedy: "Lower the number of rounds, or split the file.",
      example: """
        repeat 1000
          repeat 1000
            alice > hello
          end
        end
        """),
    .init(
      .argumentNotValid, "A parameter stands for a value that is not possible where it is used.",
      remedy: "Call the macro with a word, a text or a number there.",
      example: """
        macro say TEXT
          alice > $TEXT
        end
        say *
        """),
    .init(
      .userUnknown, "A step names a session that is not in the header.",
      remedy: "Add the name to `users:`, `guests:` or `bots:`, or correct it.",
      example: "carol > hello"),
    .init(
      .nameNotBound, "`$name` is used where nothing has bound it.",
      remedy: "Bind it before with `?name`; write `$$` for a dollar.",
      example: "alice > that was number $seq"),
    .init(
      .nameBoundTwice, "`?name` binds a name a second time.",
      remedy: "Choose another name, or compare with `$name`.",
      example: """
        alice < ack seq=?n
        alice < ack seq=?n
        """),
    .init(
      .nameAmbiguous,
      "A line uses a name that it binds where several elements of a list could give the value.",
      remedy: "Use the name in a later line, or give `?name` its place in the list.",
      example: "alice !< user_list users=[..., ?who, ...] owner=$who"),
    .init(
      .variableMissing, "A variable has neither a value nor a default.",
      remedy: "Run with `--variable NAME=VALUE`, or write a default after `variables:`."),
    .init(
      .xfailLineUnknown, "No step of the scenario is the line that `xfail` names in brackets.",
      remedy: "Copy the line from the scenario.",
      example: """
        xfail: [bob < ack] BUG-17, no reply

        bob < nothing
        """),
  ]

  /// The rules of lint.
  static let lint: [DiagnosticDefinition] = [
    .init(
      .nameUnused, "A name is bound and never used.",
      remedy: "Write `*` for any value, leave `?<name>` out of a regular expression, or use `$name`.",
      example: "alice < ack seq=?n"),
    .init(
      .userUnused, "A session is in the header and in no step.",
      remedy: "Delete the name, or say what it receives.",
      example: """
        title: Alice hears nothing
        covers: ROOM-1
        users: alice bob

        alice < nothing
        """),
    .init(
      .macroUnused, "A macro is never called.",
      remedy: "Call it, or delete it.",
      example: """
        macro greet
          alice > hello
        end
        alice < nothing
        """),
    .init(
      .coversMissing, "The scenario names no clauses.",
      remedy:
        "Add `covers:` with clauses of the protocol or your own, or lint with `--disable covers-missing`.",
      example: """
        title: Alice hears nothing
        users: alice

        alice < nothing
        """),
    .init(
      .clauseUnknown, "`covers:` names no clause.",
      remedy: "Correct the name, or list your own clauses in a file for `--clauses`.",
      example: """
        title: Alice hears nothing
        covers: ROMO-1
        users: alice

        alice < nothing
        """),
    .init(
      .eventUnknown, "No event of the protocol has this type.",
      remedy: "Correct it; `verbatim explain --list events` has all.",
      example: "alice < user_jion"),
    .init(
      .fieldUnknown, "The event has no field of this name.",
      remedy: "Correct it; `verbatim explain EVENT` has the event's fields.",
      example: "alice < user_join usr=bob"),
    .init(
      .fieldValueUnknown, "The field cannot have this word.",
      remedy: "Correct it; `verbatim explain EVENT` has the words.",
      example: "alice < error code=bad_fame"),
    .init(
      .fieldKind, "A value is of another kind than the field, so it can never match.",
      remedy: "Write a value of the field's kind; `verbatim explain EVENT` has it.",
      example: "alice !< chat_message seq=one"),
    .init(
      .botUnknown, "No bot has this name.",
      remedy: #"Correct it, or start your own with `exec "COMMAND"`."#,
      example: """
        bots: ecko in lobby

        alice < nothing
        """),
    .init(
      .limitUnknown, "No limit has this name.",
      remedy: "Correct it; `verbatim explain --list limits` has all.",
      example: """
        limits: frame_byte=2048

        alice < nothing
        """),
    .init(
      .sectionDuplicate, "Two sections have the same title.",
      remedy: "Say what is different in the second.",
      example: """
        == Alice speaks
        alice < nothing
        == Alice speaks
        alice < nothing
        """),
    .init(
      .timeUnobserved, "Time passes at the end, and nothing is expected after it.",
      remedy: "Say what is received then, or `< nothing`.",
      example: """
        alice < nothing
        +2s
        """),
    .init(
      .nothingExpected, "The scenario expects nothing, so it can hardly fail.",
      remedy: "Say with `<` what is received.",
      example: "alice > hello"),
    .init(
      .xfailUnnamed, "An `xfail:` names no failure in brackets, so no failure is known.",
      remedy: #"Write `[EVENT] reason`, `[LINE] reason` or `["text"] reason`."#,
      example: """
        xfail: the bots are asleep

        alice < nothing
        """),
    .init(
      .caseColumnUnused, "A column of the cases is never used.",
      remedy: "Use `$column` in a step, or delete the column.",
      example: """
        cases:
        | line | code |
        | "/join" | bad_frame |

        alice > $line
        alice < error
        """),
    .init(
      .variableUnused, "A variable is never used.",
      remedy: "Use `$NAME` in a step, or delete the variable.",
      example: """
        variables: ROOM=lobby

        alice < nothing
        """),
    .init(
      .commentSent, "What looks like a comment is part of the line that is sent.",
      remedy: "Give the comment a line of its own, or write `lint-off: comment-sent` in the header.",
      example: """
        alice > hello  # a greeting
        alice < nothing
        """),
    .init(
      .blankSent, "White space at the end of a line is sent.",
      remedy: "Delete it, or write `lint-off: blank-sent` in the header.",
      example: """
        alice > hello 
        alice < nothing
        """),
  ]
}
