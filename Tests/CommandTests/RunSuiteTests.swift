import TestSupport
import Testing

/// `verbatim run` for pipelines, from outside; `Tests/Suite` has shards, jobs, merging and what runs failures again.
@Suite("verbatim run for suites", .blocking) struct RunSuiteTests {
  /// Runs a body in a folder with these files, or else with one scenario of each verdict that a file can have.
  private func inFolder(_ files: [String: String] = [:], _ body: (Folder) throws -> Void) throws {
    let standard = ["pass.chat": Sample.passing, "fail.chat": Sample.failing, "slip.chat": Sample.unreadable]
    let folder = try Folder(files.isEmpty ? standard : files)
    defer { folder.remove() }
    try body(folder)
  }

  @Test func `a report that has not what is asked of it is refused`() throws {
    try inFolder(["a.chat": Sample.passing]) { (folder: Folder) throws in
      try Command.verbatim("run", "--json", "r.json", ".", in: folder)
      let green = try Command.verbatim("run", "--failed", "r.json", ".", in: folder)
      #expect(green.exitCode == 2)
      #expect(green.errors.hasPrefix("Error: Nothing failed in r.json; run without --failed."))
      let plain = try Command.verbatim("run", "--shard", "1/2", "--durations", "r.json", ".", in: folder)
      #expect(plain.exitCode == 2)
      #expect(plain.errors.contains("The report r.json has no times; write it with --timings --json."))
      let none = try Command.verbatim("merge", "a.chat", in: folder)
      #expect(none.exitCode == 2)
      #expect(none.errors.contains("a.chat is not a report written by --json; merge needs one."))
    }
  }

  @Test func `standard input is a scenario, and standard output takes a report`() throws {
    try inFolder(["a.chat": Sample.passing]) { (folder: Folder) throws in
      let passing = try Command.verbatim("run", "-", in: folder, input: Sample.passing)
      #expect(passing.output == "pass  -: A room has its first member\n1 passed, 0 failed\n")
      let failing = try Command.verbatim("run", "-", in: folder, input: Sample.failing)
      #expect(failing.output.contains("  run it again: verbatim run -\n"))
      for (option, start) in [("--json", "{"), ("--junit", "<?xml"), ("--tap", "TAP version 14\n")] {
        let run = try Command.verbatim("run", option, "-", "a.chat", in: folder)
        #expect(run.exitCode == 0)
        #expect(run.output.hasPrefix(start))
        #expect(run.errors == "pass  a.chat: A room has its first member\n1 passed, 0 failed\n")
      }
    }
  }

  @Test(arguments: ["-dash.chat", "a'b.chat", "a b.chat", "$(touch x).chat"])
  func `the command that runs a failure again works in a shell`(name: String) throws {
    try inFolder([name: Sample.failing, "other.chat": Sample.failing]) { (folder: Folder) throws in
      let run = try Command.verbatim("run", ".", in: folder)
      let lines = run.output.split(separator: "\n").filter { $0.hasPrefix("  run it again: ") }
      let line = try #require(lines.first { !$0.contains("other.chat") }).dropFirst(25)
      let again = try Command.shell("\"$VERBATIM\" \(line)", in: folder)
      #expect(again.output.hasPrefix("FAIL  \(name): "), "\(line)")
      #expect(again.output.hasSuffix("\n0 passed, 1 failed\n"))
    }
  }

  @Test func `--github prints annotations and adds a summary to the job`() throws {
    try inFolder { (folder: Folder) throws in
      try folder.write("before\n", to: "summary.md")
      let run = try Command.verbatim(
        "run", "--quiet", "--github", ".", in: folder,
        environment: ["GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_WORKSPACE": ""])
      #expect(run.output.contains("\n::error file=fail.chat,line="))
      #expect(run.output.contains("\n::error file=slip.chat,line="))
      #expect(
        try folder.read("summary.md").hasPrefix("before\n### verbatim: 1 passed, 1 failed, 1 unreadable\n"))
    }
  }
}
