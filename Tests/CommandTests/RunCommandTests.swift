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

  @Test func `--quiet prints only what is red`() throws {
    try inFolder { (folder: Folder) throws in
      let one = try Command.verbatim("run", ".", in: folder)
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
    ("run --junit pass.chat/r.xml pass.chat", "The report pass.chat/r.xml cannot be written"),
    ("run --html fail.chat/ pass.chat", "The report fail.chat/ cannot be written"),
    ("certify --bot true --json . --only answers", "The report . cannot be written"),
    ("conform --on ws://127.0.0.1:1 --matrix .", "The report . cannot be written"),
    ("run --strict-skips --allow-skipped .", "--strict-skips and --allow-skipped exclude each other"),
    ("run --json . pass.chat", "The report . cannot be written"),
  ]) func `a mistake on the command line is exit code 2 and says what is wrong`(line: String, message: String)
    throws
  {
    try inFolder { (folder: Folder) throws in
      try folder.write("", to: "empty/notes.txt")
      let run = try Command.shell("$VERBATIM \(line)", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.errors.contains(message))
      #expect(run.output == "", "it is known before anything is run")
    }
  }

  @Test func `folders of reports are made, and one that cannot be written does not cost the others`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim(
        "run", "--junit", "/dev/full", "--json", "new/folder/r.json", "pass.chat", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.errors == "Error: The report /dev/full cannot be written; choose another file.\n")
      #expect(run.output.hasSuffix("1 passed, 0 failed\n"))
      #expect(try folder.read("new/folder/r.json").hasPrefix("{\"format\":"))
      let failing = try Command.verbatim("run", "--junit", "/dev/full", "fail.chat", in: folder)
      #expect(failing.exitCode == 1)
    }
  }

  @Test func `a run that skipped everything is no success`() throws {
    try inFolder(["a.chat": Sample.passing, "b.chat": "skip: not now\n" + Sample.passing]) {
      (folder: Folder) throws in
      let skipped = try Command.verbatim("run", "b.chat", in: folder)
      #expect(skipped.exitCode == 1)
      #expect(
        skipped.errors
          == "Error: Every scenario was skipped, so nothing was tested; --allow-skipped accepts that.\n")
      #expect(try Command.verbatim("run", "--allow-skipped", "b.chat", in: folder).exitCode == 0)
      #expect(try Command.verbatim("run", ".", in: folder).exitCode == 0)
      let strict = try Command.verbatim("run", "--strict-skips", ".", in: folder)
      #expect(strict.exitCode == 1)
      #expect(strict.output.contains("\nb.chat:2:8: it was skipped: not now\n"))
      #expect(strict.output.contains("  run it again: verbatim run --strict-skips b.chat\n"))
      #expect(strict.output.hasSuffix("\n1 passed, 1 failed\n"))
    }
  }

  @Test func `what cannot be read is one result, and the others are run`() throws {
    try inFolder(["a.chat": Sample.passing, "z.chat": Sample.passing, "far/y.chat": Sample.passing]) {
      (folder: Folder) throws in
      let run = try Command.shell(
        """
        ln -s alice@desk.4711:1 .#a.chat; ln -s nowhere.chat gone.chat; mkfifo pipe.chat
        mkdir here; ln -s ../far here/near; ln -s . here/loop
        timeout 60 "$VERBATIM" run .; CODE=$?
        "$VERBATIM" lint here pipe.chat; "$VERBATIM" format --check here pipe.chat
        exit $CODE
        """, in: folder)
      #expect(run.exitCode == 3)
      #expect(run.errors == "")
      for line in [
        "gone.chat:1:1: error: cannot read the file: it is a link to nowhere.chat, and nothing is there",
        "pipe.chat:1:1: error: cannot read the file: it is a pipe, a socket or a device",
        "pass  a.chat: A room", "pass  far/y.chat: A room", "pass  z.chat: A room",
        "3 passed, 0 failed, 2 unreadable", "2 files, 1 error, 0 warnings",
      ] {
        #expect(run.output.contains(line), "\(line)\n\(run.output)")
      }
      #expect(!run.output.contains(".#a.chat"), "\(run.output)")
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
    let many = Dictionary(uniqueKeysWithValues: (100...299).map { ("\($0).chat", Sample.failing) })
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
