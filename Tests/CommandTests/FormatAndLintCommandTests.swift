import TestSupport
import Testing

/// `verbatim format` and `verbatim lint`, from outside.
@Suite("verbatim format and lint", .blocking) struct FormatAndLintCommandTests {
  private static let untidy = Sample.passing.replacing("alice >", with: "alice   >")

  private func inFolder(_ files: [String: String], _ body: (Folder) throws -> Void) throws {
    let folder = try Folder(files)
    defer { folder.remove() }
    try body(folder)
  }

  @Test func `format writes the canonical layout, and has nothing to do then`() throws {
    try inFolder(["a.chat": Self.untidy, "b.chat": Sample.passing]) { (folder: Folder) throws in
      let check = try Command.verbatim("format", "--check", ".", in: folder)
      #expect(check.exitCode == 1)
      #expect(check.output == "a.chat is not in the canonical layout\n")
      #expect(try folder.read("a.chat") == Self.untidy)
      let format = try Command.verbatim("format", ".", in: folder)
      #expect(format.exitCode == 0)
      #expect(format.output == "a.chat is rewritten\n")
      #expect(try folder.read("a.chat") == Sample.passing)
      let again = try Command.verbatim("format", "--check", ".", in: folder)
      #expect(again.exitCode == 0 && again.output == "")
    }
  }

  @Test func `format leaves a file that it cannot read, and goes on`() throws {
    let broken = "title: T\nusers: alice\nalice >> hi\n"
    try inFolder(["a.chat": broken, "b.chat": Self.untidy]) { (folder: Folder) throws in
      let format = try Command.verbatim("format", ".", in: folder)
      #expect(format.exitCode == 3)
      #expect(format.output.contains("a.chat:3:"))
      #expect(try folder.read("a.chat") == broken)
      #expect(try folder.read("b.chat") == Sample.passing)
    }
  }

  @Test(
    arguments: [
      (Sample.passing, 0, "1 file, 0 errors, 0 warnings\n"),
      (Sample.passing.replacing("covers: PM-1\n", with: ""), 1, "1 file, 0 errors, 1 warning\n"),
      (Sample.unreadable, 3, "1 file, 1 error, 1 warning\n"),
    ] as [(String, Int32, String)])
  func `lint counts what it finds, and its exit code is the worst of it`(
    text: String, exitCode: Int32, summary: String
  ) throws {
    try inFolder(["a.chat": text]) { (folder: Folder) throws in
      let lint = try Command.verbatim("lint", "a.chat", in: folder)
      #expect(lint.exitCode == exitCode)
      #expect(lint.output.hasSuffix(summary))
    }
  }

  @Test func `format writes through a link, and keeps the permissions`() throws {
    try inFolder(["real/a.chat": Self.untidy]) { (folder: Folder) throws in
      let shell = try Command.shell(
        """
        chmod 640 real/a.chat && ln -s real/a.chat a.chat && "$VERBATIM" format a.chat \
          && stat -c '%F %a' a.chat real/a.chat && ls real
        """, in: folder)
      #expect(shell.output == "a.chat is rewritten\nsymbolic link 777\nregular file 640\na.chat\n")
      #expect(try folder.read("real/a.chat") == Sample.passing)
    }
  }

  @Test func `a rule of lint is named, and can be switched off`() throws {
    let text = Sample.passing.replacing("covers: PM-1\n", with: "")
    try inFolder(["a.chat": text]) { (folder: Folder) throws in
      #expect(try Command.verbatim("lint", "a.chat", in: folder).output.contains("rule: covers-missing\n"))
      let disabled = try Command.verbatim("lint", "--disable", "covers-missing", "a.chat", in: folder)
      #expect(disabled.exitCode == 0)
      let wrong = try Command.verbatim("lint", "--disable", "cover-missing", "a.chat", in: folder)
      #expect(wrong.exitCode == 2)
      #expect(wrong.errors.contains("no rule of lint is called cover-missing; did you mean covers-missing?"))
    }
  }

  @Test func `lint prints its findings as JSON`() throws {
    let text = Sample.passing.replacing("covers: PM-1\n", with: "")
    try inFolder(["a.chat": text]) { (folder: Folder) throws in
      let lint = try Command.verbatim("lint", "--json", "a.chat", in: folder)
      #expect(lint.exitCode == 1)
      #expect(
        lint.output.hasPrefix(
          #"{"format":"verbatim.lint.v1","files":1,"errors":0,"warnings":1,"findings":[{"severity":"warning","file":"a.chat","line":1,"#
        ))
      #expect(lint.output.contains(#""code":"covers-missing""#))
    }
  }

  @Test func `clauses of one's own are known where their file is named, and the matrix shows them`() throws {
    let files = [
      "a.chat": Sample.passing.replacing("covers: PM-1", with: "covers: SHOP-12"),
      "clauses.txt": "SHOP-12  Somebody is greeted.\nSHOP-13  Nobody is forgotten.\n",
    ]
    try inFolder(files) { (folder: Folder) throws in
      #expect(try Command.verbatim("lint", "a.chat", in: folder).exitCode == 3)
      #expect(try Command.verbatim("lint", "--clauses", "clauses.txt", "a.chat", in: folder).exitCode == 0)
      #expect(try Command.verbatim("run", "a.chat", in: folder).exitCode == 3)
      let run = try Command.verbatim(
        "run", "--clauses", "clauses.txt", "--json", "run.json", "a.chat", in: folder)
      #expect(run.exitCode == 0)
      let matrix = try Command.verbatim("matrix", "--clauses", "clauses.txt", "run.json", in: folder)
      #expect(matrix.exitCode == 0)
      #expect(matrix.output.contains("| ✓ passed | ` a.chat ` | Somebody is greeted\\. |\n"))
      #expect(matrix.output.contains("| · not covered |  | Nobody is forgotten\\. |\n"))
    }
  }
}
