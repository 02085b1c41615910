import TestSupport
import Testing

/// `verbatim run` for suites and for pipelines, from outside.
@Suite("verbatim run for suites", .blocking) struct RunSuiteTests {
  /// Runs a body in a folder with these files, or else with one scenario of each verdict that a file can have.
  private func inFolder(_ files: [String: String] = [:], _ body: (Folder) throws -> Void) throws {
    let standard = ["pass.chat": Sample.passing, "fail.chat": Sample.failing, "slip.chat": Sample.unreadable]
    let folder = try Folder(files.isEmpty ? standard : files)
    defer { folder.remove() }
    try body(folder)
  }

  @Test func `a shard with nothing in it is green`() throws {
    try inFolder(["a.chat": Sample.passing]) { (folder: Folder) throws in
      let run = try Command.verbatim("run", "--shard", "4/4", ".", in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output == "0 passed, 0 failed\n")
      #expect(try Command.verbatim("run", "--list", "--shard", "4/4", ".", in: folder).exitCode == 0)
    }
  }

  @Test func `what is written is the same for any number of jobs`() throws {
    let names = (10...29).map { "\($0).chat" }
    let files = names.map { ($0, $0.hasPrefix("13") ? Sample.failing : Sample.passing) }
    try inFolder(Dictionary(uniqueKeysWithValues: files)) { (folder: Folder) throws in
      let runs = try ["1", "2", "7"].map { jobs in
        let run = try Command.verbatim(
          "run", "--jobs", jobs, "--junit", "\(jobs).xml", "--json", "\(jobs).json", ".", in: folder)
        #expect(run.exitCode == 1)
        return [run.output, try folder.read("\(jobs).xml"), try folder.read("\(jobs).json")]
      }
      #expect(runs[0] == runs[1] && runs[0] == runs[2])
    }
  }

  @Test func `--failed runs again what was red, and --repeat runs it several times`() throws {
    try inFolder(["a.chat": Sample.passing, "b.chat": Sample.failing]) { (folder: Folder) throws in
      try Command.verbatim("run", "--json", "r.json", ".", in: folder)
      let again = try Command.verbatim("run", "--failed", "r.json", "--repeat", "3", ".", in: folder)
      #expect(again.output.hasSuffix("\n0 passed, 3 failed\n"))
      try Command.verbatim("run", "--json", "g.json", "a.chat", in: folder)
      let green = try Command.verbatim("run", "--failed", "g.json", ".", in: folder)
      #expect(green.exitCode == 2)
      #expect(green.errors.hasPrefix("Error: Nothing failed in g.json; run without --failed."))
    }
  }

  @Test func `--durations balances shards by a report with times`() throws {
    try inFolder(["a.chat": Sample.passing, "b.chat": Sample.passing]) { (folder: Folder) throws in
      try Command.verbatim("run", "--json", "plain.json", ".", in: folder)
      let plain = try Command.verbatim(
        "run", "--shard", "1/2", "--durations", "plain.json", ".", in: folder)
      #expect(plain.exitCode == 2)
      #expect(plain.errors.contains("The report plain.json has no times; write it with --timings --json."))
      try Command.verbatim("run", "--timings", "--json", "timed.json", ".", in: folder)
      let parts = try (1...2).map { part in
        try Command.verbatim(
          "run", "--list", "--shard", "\(part)/2", "--durations", "timed.json", ".", in: folder
        ).output
      }
      #expect(parts.joined().split(separator: "\n").count == 2)
    }
  }

  @Test func `the reports of shards are merged into one`() throws {
    try inFolder { (folder: Folder) throws in
      for part in 1...2 {
        try Command.verbatim("run", "--shard", "\(part)/2", "--json", "\(part).json", ".", in: folder)
      }
      let whole = try Command.verbatim(
        "run", "--quiet", "--json", "w.json", "--junit", "w.xml", "--html", "w.html", ".", in: folder)
      let merged = try Command.verbatim(
        "merge", "2.json", "1.json", "--json", "m.json", "--junit", "m.xml", "--html", "m.html",
        in: folder)
      #expect(merged.exitCode == whole.exitCode)
      #expect(merged.output == whole.output)
      for form in ["json", "xml", "html"] {
        #expect(try folder.read("m.\(form)") == folder.read("w.\(form)"))
      }
      let none = try Command.verbatim("merge", "pass.chat", in: folder)
      #expect(none.exitCode == 2)
      #expect(none.errors.contains("pass.chat is not a report written by --json; merge needs one."))
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
