import TestSupport
import Testing

/// `verbatim explain`, from outside.
@Suite("verbatim explain", .blocking) struct ExplainCommandTests {
  private func explain(_ arguments: String...) throws -> Command {
    let folder = try Folder()
    defer { folder.remove() }
    return try Command.shell(
      "$VERBATIM explain " + arguments.map { "'\($0)'" }.joined(separator: " "), in: folder)
  }

  @Test func `a rule has its sentence, an example and what to do`() throws {
    let command = try explain("name-unused")
    #expect(command.exitCode == 0)
    #expect(
      command.output == """
        name-unused: a rule of scenario files

          A name is bound and never used.

          A rule of `verbatim lint`, in the group Lint.

        example:
          alice < ack seq=?n

        what to do:
          Write `*` for any value, leave `?<name>` out of a regular expression, or use `$name`.

        """)
  }

  @Test(
    arguments: [
      ("title-missing", "title-missing: a rule of scenario files"),
      ("rate_limited", "rate_limited: a code of `error` events"), ("4500", "4500: a close code"),
      ("xpass", "xpass: a verdict"), ("mismatch", "mismatch: a kind of failure"),
      ("MSG-2", "MSG-2: a clause of the protocol"), ("msg-2", "MSG-2: a clause of the protocol"),
      ("join", "join: a command"), ("user_join", "user_join: an event"), ("closed", "closed: an event"),
      ("frame_bytes", "frame_bytes: a limit of the server"), ("covers", "covers: a header key"),
      ("covers:", "covers: a header key"), ("!<", "!<: an operator of scenarios"),
      ("repeat", "repeat: a keyword of scenarios"), ("for each", "for: a keyword of scenarios"),
      ("nothing", "nothing: a keyword of scenarios"),
      (">=", ">=: an operator of scenarios"), ("cut", "cut: a fault"), ("! cut", "cut: a fault"),
    ]) func `every kind of name is known`(name: String, head: String) throws
  {
    let command = try explain(name)
    #expect(command.exitCode == 0)
    #expect(command.errors == "")
    #expect(command.output.hasPrefix(head + "\n\n  "))
  }

  @Test func `what shares a name is explained together`() throws {
    let output = try explain("history").output
    #expect(output.contains("history: a command\n"))
    #expect(output.contains("\n\nhistory: an event\n"))
  }

  @Test func `a command has its fields, replies and a frame`() throws {
    let output = try explain("join").output
    #expect(output.contains("\n  fields:\n    room   text, always: "))
    #expect(output.contains("\n  replies: user_list, error\n"))
    #expect(output.contains(#"alice >json {"type":"join","room":"…"}"#))
  }

  @Test func `an unknown name is a usage error with the one that was meant`() throws {
    let slip = try explain("name-unusd")
    #expect(slip.exitCode == 2)
    #expect(slip.output == "")
    #expect(slip.errors.contains("nothing is called name-unusd; did you mean name-unused?"))
    let strange = try explain("qqqqqqqqqqqq")
    #expect(strange.exitCode == 2)
    #expect(strange.errors.contains("`verbatim explain` lists what can be explained."))
  }

  @Test func `without a name the groups are listed, and each can be`() throws {
    let groups = try explain()
    #expect(groups.exitCode == 0)
    #expect(groups.output.contains("\nerrors       "))
    for line in groups.output.split(separator: "\n\n")[0].split(separator: "\n") {
      let group = String(line.prefix { $0 != " " })
      let listed = try explain("--list", group)
      #expect(listed.exitCode == 0)
      #expect(listed.output.hasSuffix("\n") && !listed.output.isEmpty)
    }
    #expect(try explain("--list", "rules").output.contains("\nname-unused "))
    let slip = try explain("--list", "rule")
    #expect(slip.exitCode == 2)
    #expect(slip.errors.contains("--list: no group is called rule; did you mean rules?"))
    #expect(try explain("--list", "rules", "join").exitCode == 2)
  }
}
