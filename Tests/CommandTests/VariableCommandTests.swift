import TestSupport
import Testing

/// `--variable` and what else gives variables their values, from outside.
@Suite("Variables on the command line", .blocking) struct VariableCommandTests {
  private static let scenario = """
    title: A variable is said
    covers: MSG-1
    users: alice
    variables: WORD OTHER=default

    alice > /join lobby
    alice < user_list
    alice > $WORD and $OTHER
    alice < chat_message message="$WORD and $OTHER"

    """

  /// The same with an expectation that is not met.
  private static let failing = scenario.replacing(#"message="$WORD and $OTHER""#, with: "message=nothing")

  private func inFolder(_ files: [String: String] = [:], _ body: (Folder) throws -> Void) throws {
    let folder = try Folder(["a.chat": Self.scenario, "fail.chat": Self.failing].merging(files) { $1 })
    defer { folder.remove() }
    try body(folder)
  }

  @Test func `the command line counts for more than a file, and a file for more than the environment`() throws
  {
    try inFolder(["vars": "# for all\n\n WORD=file \nOTHER=from = the file\nUNUSED=1\n"]) {
      (folder: Folder) throws in
      let environment = ["VERBATIM_VAR_WORD": "environment"]
      let first = try Command.verbatim("run", "--transcript", "a.chat", in: folder, environment: environment)
      #expect(first.output.contains("alice > environment and default\n"))
      let second = try Command.verbatim(
        "run", "--transcript", "--variables-file", "vars", "a.chat", in: folder, environment: environment)
      #expect(second.output.contains("alice > file and from = the file\n"))
      let third = try Command.verbatim(
        "run", "--transcript", "--variables-file", "vars", "--variable", "WORD=a=b", "a.chat", in: folder,
        environment: environment)
      #expect(third.output.contains("alice > a=b and from = the file\n"))
      #expect([first, second, third].map(\.exitCode) == [0, 0, 0])
    }
  }

  @Test func `a variable without a value is a usage error with its place and three ways`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim("run", "a.chat", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.output == "")
      for part in [
        "a.chat:4:12: error: the variable WORD has no value", "--variable WORD=", "--variables-file",
        "VERBATIM_VAR_WORD",
      ] {
        #expect(run.errors.contains(part), "\(run.errors)")
      }
      #expect(try Command.verbatim("run", "--list", "a.chat", in: folder).exitCode == 0)
      #expect(try Command.verbatim("lint", "a.chat", in: folder).exitCode == 0)
      #expect(try Command.verbatim("format", "--check", "a.chat", in: folder).exitCode == 0)
    }
  }

  @Test func `what cannot be meant is a usage error`() throws {
    try inFolder(["vars": "WORD=x\nhunter2-secret\n", "short": "WORD=abc\n"]) { (folder: Folder) throws in
      let unknown = try Command.verbatim(
        "run", "--variable", "WORT=x", "--variable", "WORD=x", "a.chat", in: folder)
      #expect(unknown.exitCode == 2)
      #expect(unknown.errors.contains("--variable names WORT, which no scenario declares"))
      #expect(unknown.errors.contains("did you mean WORD?"))
      let form = try Command.verbatim("run", "--variable", "WORD", "a.chat", in: folder)
      #expect(form.exitCode == 2 && form.errors.contains("NAME=VALUE"))
      let line = try Command.verbatim("run", "--secrets-file", "vars", "a.chat", in: folder)
      #expect(line.exitCode == 2 && line.errors.contains("vars:2: a line is NAME=VALUE"))
      #expect(!line.errors.contains("hunter2"))
      let short = try Command.verbatim("run", "--secrets-file", "short", "a.chat", in: folder)
      #expect(short.exitCode == 2 && short.errors.contains("fewer than 4 bytes"))
      let missing = try Command.verbatim("run", "--secret-variable", "WORD", "a.chat", in: folder)
      #expect(missing.exitCode == 2 && missing.errors.contains("VERBATIM_VAR_WORD"))
    }
  }

  @Test(arguments: [
    ("chat_message", "WORD is a word of the protocol"),
    ("alice", "WORD is the name of a user or bot of a.chat"),
  ])
  func `a secret that every report shows is a usage error`(value: String, message: String) throws {
    try inFolder(["secrets": "WORD=\(value)\n"]) { (folder: Folder) throws in
      let run = try Command.verbatim("run", "--secrets-file", "secrets", "a.chat", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.output == "")
      #expect(run.errors.contains("The value of the secret variable \(message)"), "\(run.errors)")
    }
  }

  @Test func `the value of a secret variable is in no output and no report`() throws {
    try inFolder(["secrets": "WORD=hunter2-secret\n"]) { (folder: Folder) throws in
      let file = try Command.verbatim(
        "run", "--transcript", "--secrets-file", "secrets", "--json", "a.json", "--html", "a.html", "--junit",
        "a.xml", "--mermaid", "a.md", "fail.chat", in: folder)
      #expect(file.exitCode == 1)
      #expect(file.output.contains("alice > ‹WORD› and default\n"))
      #expect(file.output.contains("run it again: verbatim run --secrets-file secrets fail.chat\n"))
      for text in [file.output] + (try ["a.json", "a.html", "a.xml", "a.md"].map(folder.read)) {
        #expect(text.contains("WORD"))
        #expect(!text.contains("hunter2"), "\(text)")
      }
      let named = try Command.verbatim(
        "run", "--transcript", "--secret-variable", "WORD", "a.chat", in: folder,
        environment: ["VERBATIM_VAR_WORD": "hunter2-secret"])
      #expect(named.exitCode == 0)
      #expect(named.output.contains("alice > ‹WORD› and default\n"))
    }
  }

  @Test func `a failure names the options that running it again needs`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim("run", "--variable", "WORD=two words", "fail.chat", in: folder)
      #expect(run.output.contains("run it again: verbatim run --variable 'WORD=two words' fail.chat\n"))
    }
  }
}
