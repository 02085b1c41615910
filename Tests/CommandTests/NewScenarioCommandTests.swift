import TestSupport
import Testing

/// `verbatim new scenario`, from outside.
@Suite("verbatim new scenario", .blocking) struct NewScenarioCommandTests {
  private func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = try Folder()
    defer { folder.remove() }
    try body(folder)
  }

  @Test(
    arguments: [
      "", "--users alice", "--users a1,b.2,c-d,order,true", "--title 'Tea is served'", "--from MSG-2",
      "--from TIME-1 --users zoe,yan --title 'A timer fires'",
    ]) func `the file passes, without a finding and in canonical layout`(options: String) throws
  {
    try inFolder { folder in
      let new = try Command.shell("$VERBATIM new scenario tests/first.chat \(options)", in: folder)
      #expect(new.errors == "")
      #expect(new.exitCode == 0)
      #expect(
        new.output
          == "tests/first.chat is a scenario that passes. `verbatim run tests/first.chat` runs it.\n")
      let lint = try Command.verbatim("lint", "tests", in: folder)
      #expect(lint.output == "1 file, 0 errors, 0 warnings\n")
      #expect(try Command.verbatim("format", "--check", "tests", in: folder).exitCode == 0)
      let run = try Command.verbatim("run", "tests", in: folder)
      #expect(run.output.hasSuffix("1 passed, 0 failed\n"))
    }
  }

  @Test func `it begins with the clause that is named`() throws {
    try inFolder { folder in
      try Command.verbatim("new", "scenario", "a.chat", "--from", "MSG-2", in: folder)
      let text = try folder.read("a.chat")
      #expect(text.hasPrefix("# MSG-2: `seq` is dense from 1 in each room"))
      #expect(text.contains("\ntitle: A server keeps MSG-2\ncovers: MSG-2\nusers: alice bob\n"))
    }
  }

  @Test func `what is there already is left alone`() throws {
    try inFolder { folder in
      try folder.write("mine", to: "a.chat")
      let new = try Command.verbatim("new", "scenario", "a.chat", in: folder)
      #expect(new.exitCode == 1)
      #expect(new.errors == "verbatim: a.chat already exists; choose another name, or remove it\n")
      #expect(try folder.read("a.chat") == "mine")
    }
  }

  @Test(
    arguments: [
      ("tea", "name it tea.chat"), (".chat", "name it hello.chat"),
      ("a.chat --users a,,b", "is not a valid name"),
      ("a.chat --users a,A", "named twice"), ("a.chat --users server", "nobody can be called server"),
      ("a.chat --users 7up", "is not a valid name"), ("a.chat --title 'x # y'", "takes one line"),
      ("a.chat --title ''", "No scenario can have this title"),
      ("a.chat --from MGS-2", "no clause is called MGS-2; did you mean MSG-2?"),
    ]) func `what cannot be a scenario is refused`(line: String, reason: String) throws
  {
    try inFolder { folder in
      let new = try Command.shell("$VERBATIM new scenario \(line)", in: folder)
      #expect(new.exitCode == 2)
      #expect(new.errors.replacing("\n", with: " ").contains(reason))
      #expect(try Command.shell("ls -A", in: folder).output == "")
    }
  }
}
