import Engine
import Store
import TestSupport
import Testing

/// `verbatim replay`, `export` and `record` on a database that a run left.
@Suite(.blocking) struct JournalCommandTests {
  /// A folder with the database of a scenario.
  private func folder() throws -> Folder {
    let folder = try Folder(["a.chat": Sample.passing])
    #expect(try Command.verbatim("run", "--database", "a.db", "a.chat", in: folder).exitCode == 0)
    return folder
  }

  @Test func `a replay says that the file agrees, in the same bytes each time`() throws {
    let folder = try folder()
    defer { folder.remove() }
    let first = try Command.verbatim("replay", "a.db", in: folder)
    #expect(first.exitCode == 0)
    #expect(first.output.hasPrefix("inputs      5\n"))
    #expect(first.output.hasSuffix("verdict     same\n"))
    #expect(first.errors.isEmpty)
    #expect(try Command.verbatim("replay", "a.db", in: folder).output == first.output)
    #expect(
      try Command.verbatim("replay", "--json", "a.db", in: folder).output.hasPrefix(#"{"verdict":"same""#))
    #expect(try Command.verbatim("replay", "--timings", "a.db", in: folder).output.contains(" inputs/s\n"))
  }

  @Test func `files that are none of ours have exit codes and remedies`() throws {
    let folder = try folder()
    defer { folder.remove() }
    for (file, code, words) in [
      ("a.chat", Int32(3), "is not a database; choose another file"),
      ("nope.db", 2, "there is no such file"), (".", 2, "it is a folder"),
    ] {
      for arguments in [["replay", file], ["export", file], ["record", "--from-journal", file]] {
        let result = try Command.shell("$VERBATIM \(arguments.joined(separator: " "))", in: folder)
        #expect(result.exitCode == code, "\(arguments)")
        #expect(result.errors.contains(words), "\(result.errors)")
      }
    }
    let store = try Store(.file(path: folder.path + "/a.db"))
    let locked = try Command.verbatim("replay", "a.db", in: folder)
    #expect(locked.exitCode == 2)
    #expect(locked.errors.contains("end the other process"))
    withExtendedLifetime(store) {}
  }

  @Test func `an export is written as a whole and never over the database`() throws {
    let folder = try folder()
    defer { folder.remove() }
    #expect(try Command.verbatim("export", "a.db", "-o", "a.jsonl", in: folder).exitCode == 0)
    #expect(try folder.read("a.jsonl") == Command.verbatim("export", "a.db", in: folder).output)
    #expect(try Command.verbatim("export", "a.db", "-o", "./a.db", in: folder).exitCode == 2)
    #expect(try Command.verbatim("replay", "a.db", in: folder).exitCode == 0)
    #expect(try Command.verbatim("export", "--users", "a.db", in: folder).output.contains(#""kind":"user""#))
    #expect(try Command.verbatim("export", "--rooms", "a.db", in: folder).output.contains(#""kind":"room""#))
  }

  @Test func `a recording passes, is formatted and lints clean`() throws {
    let folder = try folder()
    defer { folder.remove() }
    let record = try Command.verbatim("record", "--from-journal", "a.db", "-o", "b.chat", in: folder)
    #expect(record.exitCode == 0, "\(record.errors)")
    #expect(try Command.verbatim("run", "b.chat", in: folder).exitCode == 0)
    #expect(try Command.verbatim("lint", "b.chat", in: folder).exitCode == 0)
    #expect(try Command.verbatim("format", "--check", "b.chat", in: folder).exitCode == 0)
    let late = try Command.verbatim(
      "record", "--from-journal", "a.db", "--from", "2030-01-01T00:00:00Z", in: folder)
    #expect(late.exitCode == 1)
    #expect(late.errors.contains("nothing to record"))
    #expect(
      try Command.verbatim("record", "--from-journal", "a.db", "--from", "soon", in: folder).exitCode == 2)
  }
}
