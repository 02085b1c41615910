import TestSupport
import Testing
import Wire

/// `verbatim run`, from outside.
@Suite("verbatim run", .blocking) struct RunCommandTests {
  /// Runs a body in a folder with one scenario of each verdict that a file can have.
  private func inFolder(_ files: [String: String] = [:], _ body: (Folder) throws -> Void) throws {
    let standard = ["pass.chat": Sample.passing, "fail.chat": Sample.failing, "slip.chat": Sample.unreadable]
    let folder = try Folder(files.isEmpty ? standard : files)
    defer { folder.remove() }
    try body(folder)
  }

  @Test func `the exit code is the verdict`() throws {
    try inFolder { (folder: Folder) throws in
      #expect(try Command.verbatim("run", "pass.chat", in: folder).exitCode == 0)
      #expect(try Command.verbatim("run", "fail.chat", in: folder).exitCode == 1)
      #expect(try Command.verbatim("run", "pass.chat", "fail.chat", in: folder).exitCode == 1)
      #expect(try Command.verbatim("run", "slip.chat", in: folder).exitCode == 3)
      #expect(try Command.verbatim("run", ".", in: folder).exitCode == 3, "a slip outweighs a failure")
      #expect(try Command.verbatim("run", in: folder).exitCode == 2)
    }
  }

  @Test func `all is told on standard output, and nothing on standard error`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim("run", ".", in: folder)
      #expect(run.errors == "")
      let heads = run.output.split(separator: "\n").filter { line in
        ["pass", "FAIL", "ERROR"].contains { line.hasPrefix($0) }
      }
      #expect(
        heads == [
          "FAIL  fail.chat: A room is not what it seems", "pass  pass.chat: A room has its first member",
          "ERROR slip.chat: it cannot be read",
        ])
      #expect(run.output.hasSuffix("\n1 passed, 1 failed, 1 unreadable\n"))
    }
  }

  @Test func `two runs print the same, and --quiet only what is red`() throws {
    try inFolder { (folder: Folder) throws in
      let one = try Command.verbatim(
        "run", ".", in: folder, environment: ["TZ": "Asia/Kathmandu", "LANG": "tr_TR"])
      #expect(try Command.verbatim("run", ".", in: folder, environment: ["TZ": "UTC"]).output == one.output)
      let quiet = try Command.verbatim("run", "--quiet", ".", in: folder).output
      #expect(
        quiet
          == one.output.split(separator: "\n", omittingEmptySubsequences: false)
          .filter { !$0.hasPrefix("pass") }.joined(separator: "\n"))
    }
  }

  @Test func `real time is shown only where it is asked for`() throws {
    try inFolder { (folder: Folder) throws in
      let plain = try Command.verbatim("run", "pass.chat", in: folder).output
      let timed = try Command.verbatim("run", "--timings", "pass.chat", in: folder).output
      #expect(timed.hasPrefix(plain + "in "))
      #expect(timed.split(separator: "\n").last?.hasSuffix("seconds") == true)
    }
  }

  @Test func `--transcript shows the conversation`() throws {
    try inFolder { (folder: Folder) throws in
      #expect(
        try Command.verbatim("run", "--transcript", "pass.chat", in: folder).output == """
          alice > /join lobby
          alice < user_list room=lobby users=[alice] seq=0 online=1 more=false owner=alice

          pass  pass.chat: A room has its first member
          1 passed, 0 failed

          """)
    }
  }

  @Test func `--transcript adds nothing to what was not run`() throws {
    try inFolder(["a.chat": "xfail: never\n" + Sample.passing, "b.chat": "skip: not now\n" + Sample.passing])
    {
      (folder: Folder) throws in
      let run = try Command.verbatim("run", "--transcript", "b.chat", in: folder)
      #expect(run.output == "skip  b.chat: not now\n0 passed, 0 failed, 1 skipped\n")
      #expect(
        try Command.verbatim("run", "a.chat", in: folder).exitCode == 1, "it passes, which is not known")
    }
  }

  @Test func `--list names what would be run, and runs nothing`() throws {
    try inFolder(["a.chat": Sample.passing, "b.chat": Sample.failing]) { (folder: Folder) throws in
      let list = try Command.verbatim("run", "--list", ".", in: folder)
      #expect(list.exitCode == 0)
      #expect(
        list.output == "a.chat: A room has its first member\nb.chat: A room is not what it seems\n")
      #expect(
        try Command.verbatim("run", "--list", "--tag", "odd", ".", in: folder).output
          == "b.chat: A room is not what it seems\n")
    }
  }

  @Test func `--list does not hide a file that is no scenario`() throws {
    try inFolder { (folder: Folder) throws in
      let list = try Command.verbatim("run", "--list", "slip.chat", in: folder)
      #expect(list.exitCode == 3)
      #expect(list.output.contains("did you mean \"user_list\"?"))
    }
  }

  @Test func `--fail-fast stops at the first that is red`() throws {
    try inFolder(["a.chat": Sample.passing, "b.chat": Sample.failing, "c.chat": Sample.failing]) {
      (folder: Folder) throws in
      #expect(try Command.verbatim("run", ".", in: folder).output.hasSuffix("\n1 passed, 2 failed\n"))
      let run = try Command.verbatim("run", "--fail-fast", ".", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.output.hasSuffix("\n1 passed, 1 failed\n"))
    }
  }

  @Test func `--shard, --tag and --filter choose`() throws {
    let names = (1...5).map { "\($0).chat" }
    try inFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, Sample.passing) })) {
      (folder: Folder) throws in
      let parts = try (1...3).flatMap { part in
        try Command.verbatim("run", "--list", "--shard", "\(part)/3", ".", in: folder).output
          .split(separator: "\n").map { String($0.prefix(6)) }
      }
      #expect(parts.sorted() == names)
      #expect(
        try Command.verbatim("run", "--filter", "3.chat", ".", in: folder).output.hasSuffix(
          "1 passed, 0 failed\n"))
      #expect(
        try Command.verbatim("run", "--tag", "odd", "--tag", "smoke", ".", in: folder).output.hasSuffix(
          "5 passed, 0 failed\n"))
    }
  }

  @Test(arguments: [
    ["--tag", "none"], ["--filter", "none"], ["--list", "--tag", "none"],
  ]) func `selecting nothing is an error`(options: [String]) throws {
    try inFolder(["a.chat": Sample.passing]) { (folder: Folder) throws in
      let run = try Command.shell("$VERBATIM run \(options.joined(separator: " ")) .", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.errors.hasPrefix("Error: Nothing was selected; --list without"))
      #expect(run.output == "")
    }
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
      for part in 1...3 {
        try Command.verbatim("run", "--shard", "\(part)/3", "--json", "\(part).json", ".", in: folder)
      }
      let whole = try Command.verbatim(
        "run", "--quiet", "--json", "w.json", "--junit", "w.xml", "--html", "w.html", ".", in: folder)
      let merged = try Command.verbatim(
        "merge", "1.json", "2.json", "3.json", "--json", "m.json", "--junit", "m.xml", "--html", "m.html",
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

  @Test(arguments: [
    ("run no.chat", "there is no file or folder no.chat"),
    ("run empty", "there is no scenario in empty; scenario files end in .chat"),
    ("run --shard 3/2 .", "'3/2'"), ("run --jobs 0 .", "--jobs is from 1 to 64."),
    ("run --jobs 2 --on ws://localhost:1 .", "One server runs one scenario at a time"),
    ("run --repeat 0 .", "--repeat is from 1 to 1000."), ("run --tag 'a b' .", "is missing before b"),
    ("run --durations r.json .", "--durations goes with --shard."),
    ("run --failed pass.chat .", "pass.chat is not a report written by --json; --failed needs one."),
    ("run --json - --junit - .", "Only one report can go to standard output"),
    ("run --bless -", "--bless needs files"), ("run --bogus .", "--bogus"),
    ("run --yes .", "--yes goes with --bless."),
    ("bogus", "bogus"), ("lint no.chat", "there is no file or folder no.chat"),
    ("format empty", "there is no scenario in empty"),
    ("run --junit no/folder.xml pass.chat", "no/folder.xml cannot be written"),
    ("run --json . pass.chat", "The report . cannot be written"),
  ]) func `a mistake on the command line is exit code 2 and says what is wrong`(line: String, message: String)
    throws
  {
    try inFolder { (folder: Folder) throws in
      try folder.write("", to: "empty/notes.txt")
      let run = try Command.shell("$VERBATIM \(line)", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.errors.contains(message))
    }
  }

  @Test func `the reports are written beside the console's, and hold the same verdicts`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim(
        "run", "--junit", "r.xml", "--json", "r.json", "--mermaid", "r.md", ".", in: folder)
      #expect(run.exitCode == 3)
      let junit = try folder.read("r.xml")
      #expect(
        junit.hasPrefix(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"verbatim\" tests=\"3\" failures=\"1\" errors=\"1\">"
        ))
      let report = try JSON.parse(Array(try folder.read("r.json").utf8), maximumBytes: .max, maximumDepth: 16)
      #expect(report["bad"] == .integer(2))
      #expect(try folder.read("r.md").contains("\n```mermaid\nsequenceDiagram\n"))
      try Command.verbatim("run", "--junit", "s.xml", "--json", "s.json", ".", in: folder)
      #expect(try folder.read("s.xml") == junit)
      #expect(try folder.read("s.json") == folder.read("r.json"))
    }
  }

  @Test func `--crash-everywhere runs each scenario with crashes too`() throws {
    let forgetful = """
      title: A server that forgets at once
      users: alice bob
      limits: resume_seconds=0

      alice > /join lobby
      alice < user_list
      bob   > /join lobby
      bob   < user_list
      alice < user_join

      """
    try inFolder(["a.chat": Sample.passing, "b.chat": forgetful]) { (folder: Folder) throws in
      #expect(try Command.verbatim("run", ".", in: folder).exitCode == 0)
      let run = try Command.verbatim("run", "--crash-everywhere", ".", in: folder)
      #expect(run.exitCode == 1)
      #expect(run.output.contains("run it again: verbatim run --crash-everywhere b.chat\n"))
      #expect(run.output.hasSuffix("1 passed, 1 failed\n"))
    }
  }

  @Test func `output to a pipe is complete, and a reader who goes away is no crash`() throws {
    let many = Dictionary(uniqueKeysWithValues: (100...399).map { ("\($0).chat", Sample.failing) })
    try inFolder(many) { (folder: Folder) throws in
      let direct = try Command.verbatim("run", ".", in: folder)
      let piped = try Command.shell("$VERBATIM run . | cat", in: folder)
      #expect(piped.output == direct.output)
      #expect(direct.output.utf8.count > 65_536, "more than a pipe holds")
      let head = try Command.shell("$VERBATIM run . | head -1", in: folder)
      #expect(head.output == "FAIL  100.chat: A room is not what it seems\n")
      #expect(head.errors == "")
      // Some services start their programs with this signal ignored; writing then fails instead.
      let ignored = try Command.shell("trap '' PIPE; ($VERBATIM run . ; echo $? >&2) | head -1", in: folder)
      #expect(ignored.output == head.output)
      #expect(ignored.errors == "1\n")
    }
  }

  @Test(arguments: ["--help", "run --help", "lint --help", "format --help", "help run"])
  func `help is no error`(line: String) throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.shell("$VERBATIM \(line)", in: folder)
      #expect(run.exitCode == 0)
      #expect(run.output.contains("USAGE: verbatim"))
      #expect(run.errors == "")
    }
  }
}
