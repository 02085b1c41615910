import TestSupport
import Testing

/// `verbatim debug`, from outside.
@Suite("verbatim debug", .blocking) struct DebugCommandTests {
  private static let cases = """
    title: What is no message is refused
    users: alice
    cases:
    | line      | code         |
    | "/join"   | bad_frame    |
    | "/pm x y" | no_such_user |

    alice > $line
    alice < error code=$code

    """

  @Test func `it answers commands from a pipe, line by line`() throws {
    let folder = try Folder(["a.chat": Sample.passing])
    defer { folder.remove() }
    let debug = try Command.verbatim("debug", "./a.chat", in: folder, input: "step\nrun\nquit\nrooms\n")
    #expect(
      debug.output == """
        a.chat: A room has its first member
        next  a.chat:6  alice > /join lobby
        a.chat:6  alice > /join lobby
          #2  alice > /join lobby
          #3  alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice
        next  a.chat:7  alice < user_list users=[alice]
        1 step done
        the scenario has passed

        """)
    #expect(debug.errors == "")
    #expect(debug.exitCode == 0)
  }

  @Test func `a command that cannot be carried out is told, and the exit code says so`() throws {
    let folder = try Folder(["a.chat": Sample.failing])
    defer { folder.remove() }
    let debug = try Command.verbatim("debug", "a.chat", in: folder, input: "stpe\nrun\n")
    #expect(debug.output.contains("no command is called stpe; did you mean step?"))
    #expect(debug.output.contains("a.chat:7:"))
    #expect(debug.exitCode == 1)
    #expect(try Command.verbatim("debug", "a.chat", in: folder, input: "run\n").exitCode == 0)
  }

  @Test func `one of several cases is chosen by its name`() throws {
    let folder = try Folder(["a.chat": Self.cases])
    defer { folder.remove() }
    let none = try Command.verbatim("debug", "a.chat", in: folder)
    #expect(none.exitCode == 2)
    #expect(none.errors.contains("choose one by --case: /join, /pm x y"))
    let wrong = try Command.verbatim("debug", "--case", "/leave", "a.chat", in: folder)
    #expect(wrong.exitCode == 2)
    #expect(wrong.errors.contains("a.chat has no case /leave; --case takes one of: /join, /pm x y"))
    let second = try Command.verbatim("debug", "--case", "/pm x y", "a.chat", in: folder, input: "step\n")
    #expect(second.exitCode == 0)
    #expect(second.output.contains("alice > /pm x y\n"))
  }

  @Test func `what cannot be debugged is said before anything is read`() throws {
    let folder = try Folder([
      "bad.chat": "title: T\nusers: alice\nalice >> hi\n", "two/a.chat": Sample.passing,
      "two/b.chat": Sample.passing,
      "limits.chat": "title: T\nusers: alice\nlimits: message_characters=0\nalice > hi\n",
    ])
    defer { folder.remove() }
    #expect(try Command.verbatim("debug", "bad.chat", in: folder).exitCode == 3)
    #expect(try Command.verbatim("debug", "missing.chat", in: folder).exitCode == 2)
    #expect(try Command.verbatim("debug", "-", in: folder).exitCode == 2)
    let two = try Command.verbatim("debug", "two", in: folder)
    #expect(two.exitCode == 2)
    #expect(two.errors.contains("two has 2 scenario files; name one of them."))
    let setup = try Command.verbatim("debug", "limits.chat", in: folder)
    #expect(setup.exitCode == 1)
    #expect(setup.output.contains("the limit message_characters cannot be 0"))
  }
}
