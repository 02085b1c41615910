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
}
