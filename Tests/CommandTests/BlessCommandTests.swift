import TestSupport
import Testing

/// `verbatim run --bless`, from outside.
@Suite("verbatim run --bless", .blocking) struct BlessCommandTests {
  private static let blessed = Sample.failing.replacing("[bob]", with: "[alice]")

  private func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = try Folder(["fail.chat": Sample.failing])
    defer { folder.remove() }
    try body(folder)
  }

  @Test func `it shows the patch and writes where the answer is yes`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim("run", "--bless", "fail.chat", in: folder, input: "y\n")
      #expect(
        run.output.hasSuffix(
          """
          0 passed, 1 failed
          --- a/fail.chat
          +++ b/fail.chat
          @@ -4,4 +4,4 @@
           users: alice
           
           alice > /join lobby
          -alice < user_list users=[bob]
          +alice < user_list users=[alice]
          Write fail.chat? [y/N] fail.chat is rewritten; run it again to see that it passes

          """))
      #expect(run.exitCode == 1, "what was run has failed")
      #expect(try folder.read("fail.chat") == Self.blessed)
      #expect(try Command.verbatim("run", "fail.chat", in: folder).exitCode == 0)
    }
  }

  @Test(arguments: ["", "\n", "n\n", "no\n", "yep\n"])
  func `any other answer leaves the file`(answer: String) throws {
    try inFolder { (folder: Folder) throws in
      try Command.verbatim("run", "--bless", "fail.chat", in: folder, input: answer)
      #expect(try folder.read("fail.chat") == Sample.failing)
    }
  }

  @Test func `--yes does not ask`() throws {
    try inFolder { (folder: Folder) throws in
      let run = try Command.verbatim("run", "--bless", "--yes", "fail.chat", in: folder)
      #expect(!run.output.contains("[y/N]"))
      #expect(try folder.read("fail.chat") == Self.blessed)
    }
  }

  @Test func `the patch of an absolute path can be applied`() throws {
    try inFolder { (folder: Folder) throws in
      let path = "\(folder.path)/fail.chat"
      let run = try Command.verbatim("run", "--bless", path, in: folder, input: "n\n")
      #expect(run.output.contains("\n--- \(path)\n+++ \(path)\n"))
    }
  }

  @Test func `where CI is set it refuses before anything is run`() throws {
    try inFolder { (folder: Folder) throws in
      for environment in [["CI": "true"], ["CI": ""]] {
        let run = try Command.verbatim(
          "run", "--bless", "--yes", "fail.chat", in: folder, environment: environment)
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("--bless is refused where the variable CI is set"))
        #expect(run.output == "")
      }
      #expect(try folder.read("fail.chat") == Sample.failing)
    }
  }

  @Test func `what it cannot mend it says`() throws {
    try inFolder { (folder: Folder) throws in
      try folder.write("title: Down\nusers: alice\n\n! crash\n! replay\nalice < nothing\n", to: "down.chat")
      let run = try Command.verbatim("run", "--bless", "--yes", "down.chat", in: folder)
      #expect(run.output.hasSuffix("down.chat: nothing in the file can be changed to make it pass\n"))
    }
  }

  @Test func `it writes through a link, and keeps the permissions`() throws {
    try inFolder { (folder: Folder) throws in
      let shell = try Command.shell(
        """
        chmod 640 fail.chat && ln -s fail.chat link.chat && "$VERBATIM" run --bless --yes link.chat >/dev/null
        stat -c '%F %a' link.chat fail.chat
        """, in: folder)
      #expect(shell.output == "symbolic link 777\nregular file 640\n")
      #expect(try folder.read("fail.chat") == Self.blessed)
    }
  }
}
