import Foundation
import TestSupport
import Testing
import Wire

/// `verbatim run --on …`, from outside: a real server, real sockets.
@Suite("verbatim run --on", .blocking, .hangGuard) struct RunOnWireTests {
  private func inFolder(_ files: [String: String], _ body: (Folder) throws -> Void) throws {
    let folder = try Folder(files)
    defer { folder.remove() }
    try body(folder)
  }

  private static let crashing = """
    title: A message outlasts the server
    users: alice bob
    bots: echo in lobby
    limits: resume_seconds=600

    alice > /join lobby
    alice < user_list users=[echo, alice]
    alice > !echo hello
    alice < chat_message seq=1 user=alice
    alice < chat_message seq=2 user=echo at="2026-01-01T00:00:00.000Z"
    ! cut bob
    +5m
    ! crash
    ! restart
    ! return alice, bob
    alice, bob < ready resumed=true
    alice > /history
    alice < history messages=[{seq=1}, {seq=2}]
    ! restart
    ! return alice
    alice < ready resumed=true
    +299s
    bob < nothing
    alice > !echo later
    alice < chat_message seq=3 at="2026-01-01T00:09:59.000Z"
    alice < chat_message seq=4 user=echo

    """

  @Test func `--on wire starts a server, crashes it and starts it again`() throws {
    try inFolder(["a.chat": Self.crashing, "b.chat": Sample.passing, "c.chat": Sample.failing]) { folder in
      let run = try Command.verbatim("run", "--on", "wire", "--json", "r.json", ".", in: folder)
      #expect(run.errors == "")
      #expect(run.output.hasPrefix("pass  a.chat: A message outlasts the server\npass  b.chat"))
      #expect(run.output.contains("run it again: verbatim run --on wire c.chat\n"))
      #expect(run.output.contains("`nothing` in 1 of them is evidence, not proof: "))
      #expect(run.output.hasSuffix("\n2 passed, 1 failed, on wire\n"))
      #expect(run.exitCode == 1)
      let report = try JSON.parse(Array(try folder.read("r.json").utf8), maximumBytes: .max, maximumDepth: 16)
      guard case .array(let results)? = report["results"] else { return #expect(Bool(false)) }
      #expect(results.allSatisfy { $0["on"] == .string("wire") })
    }
  }

  @Test func `an event has the same causes on the wire as in the simulator`() throws {
    let failing = """
      title: A reminder that nobody expects
      users: alice
      bots: reminder in lobby

      alice > /join lobby
      alice < user_list
      alice > !remind 1m tea
      alice < chat_message user=alice
      alice < chat_message user=reminder
      +1h
      alice < nothing

      """
    try inFolder(["a.chat": failing]) { folder in
      let reports = try ["simulator", "wire"].map { venue in
        let run = try Command.verbatim("run", "--on", venue, "a.chat", in: folder)
        return run.output.split(separator: "\n").drop { $0 != "  because:" }.prefix {
          $0 != "  unread by alice:"
        }
      }
      #expect(reports[0].count == 5)
      #expect(reports[0] == reports[1])
    }
  }

  @Test func `what needs the simulator is skipped with the reason`() throws {
    let replay = Sample.passing + "! replay\n"
    let needing = Sample.passing.replacingOccurrences(of: "tags: smoke", with: "needs: simulator")
    try inFolder(["a.chat": needing, "b.chat": replay]) { folder in
      let run = try Command.verbatim("run", "--on", "wire", ".", in: folder)
      #expect(
        run.output == """
          skip  a.chat: it needs the simulator
          skip  b.chat: it runs the journal again, which the simulator only can
          0 passed, 0 failed, 2 skipped, on wire

          """)
      #expect(run.exitCode == 1, "nothing was tested")
    }
  }

  /// Starts a server in the background, gives its address to a line of shell as $URL, and ends the server.
  private func shell(_ line: String, serve options: String, in folder: Folder) throws -> Command {
    try folder.write("an operator's token", to: "token")
    return try Command.shell(
      """
      "$VERBATIM" serve --port 0 --admin-token-file token \(options) >listens 2>log &
      SERVER=$!
      while ! grep -qs ws:// listens; do kill -0 $SERVER || exit 99; sleep 0.02; done
      URL=$(sed 's/.*\\(ws:[^ ]*\\).*/\\1/' listens)
      \(line)
      CODE=$?
      kill -9 $SERVER
      exit $CODE
      """, in: folder)
  }

  @Test func `--on an address with the operator's token moves the clock of the server`() throws {
    let waiting = Sample.passing + "+1h\nalice < nothing\n"
    try inFolder(["a.chat": waiting, "b.chat": Self.crashing]) { folder in
      let run = try shell(
        #""$VERBATIM" run --on "$URL" --admin-token-file token a.chat a.chat b.chat"#,
        serve: "--clock virtual --database :memory:", in: folder)
      #expect(
        run.output.hasPrefix("pass  a.chat: A room has its first member\nskip  b.chat: it stops the server"))
      #expect(run.output.contains("1 passed, 0 failed, 1 skipped, on ws://127.0.0.1:"))
      #expect(run.exitCode == 0)
    }
  }

  @Test func `--on an address without a token really waits, and may run twice`() throws {
    let short = Sample.passing + "+20ms\nalice < nothing\n"
    let long = Sample.passing + "+1h\nalice < nothing\n"
    // Twenty messages are allowed at once, and five a second.
    let talk = (1...25).map { "alice > \($0)\nalice < chat_message message=\"\($0)\"\n" }.joined()
    let files = [
      "a.chat": short, "b.chat": long, "c.chat": Self.crashing, "d.chat": Sample.passing + talk,
      "e.chat": Sample.tutorial, "f.chat": Sample.mute,
    ]
    try inFolder(files) { folder in
      let run = try shell(
        #""$VERBATIM" run --deadline 60 --on "$URL" . && "$VERBATIM" run --deadline 60 --on "$URL" ."#,
        serve: "--clock wall --database :memory:", in: folder)
      #expect(run.output.contains("pass  a.chat"))
      #expect(
        run.output.contains("skip  b.chat: it waits for longer than 10 s of real time; see --longest-wait"))
      #expect(run.output.contains("skip  c.chat: it sets limits"))
      #expect(run.output.split(separator: "\n").count { $0.contains("4 passed, 0 failed, 2 skipped") } == 2)
      #expect(run.exitCode == 0)
    }
  }

  @Test func `a server that cannot be reached is exit code 4`() throws {
    try inFolder(["a.chat": Sample.passing]) { folder in
      let run = try Command.verbatim("run", "--on", "ws://127.0.0.1:1", "a.chat", in: folder)
      #expect(run.exitCode == 4)
      #expect(run.output == "")
      #expect(
        run.errors == """
          Error: the server at ws://127.0.0.1:1/ws cannot be reached: no server answers there (the connection was \
          refused); check the address and that the server runs

          """)
    }
  }

  @Test(arguments: [
    ("'wrong'", "the operator's token is wrong for the server at ws://127.0.0.1:"),
    ("'  '", "the operator's token in the variable VERBATIM_ADMIN_TOKEN is empty; "),
  ]) func `an operator's token that is none is exit code 4, before anything is run`(
    token: String, message: String
  ) throws {
    try inFolder(["a.chat": Sample.passing]) { folder in
      let run = try shell(
        "VERBATIM_ADMIN_TOKEN=\(token) \"$VERBATIM\" run --on \"$URL\" a.chat",
        serve: "--clock virtual --database :memory:", in: folder)
      #expect(run.exitCode == 4)
      #expect(run.output == "")
      #expect(run.errors.hasPrefix("Error: \(message)"), "\(run.errors)")
    }
  }

  @Test func `a server that dies in the middle fails the scenario, and the rest is not run`() throws {
    let waiting = Sample.passing + String(repeating: "+100ms\n", count: 100)
    try inFolder(["a.chat": Sample.passing, "b.chat": waiting, "c.chat": Sample.passing]) { folder in
      let run = try shell(
        """
        "$VERBATIM" run --deadline 60 --on "$URL" . >out 2>err &
        RUN=$!
        while ! grep -qs 'pass  a.chat' out; do kill -0 $RUN || exit 98; sleep 0.02; done
        kill -9 $SERVER
        wait $RUN
        """,
        serve: "--clock wall --database :memory:", in: folder)
      #expect(run.exitCode == 4)
      let output = try folder.read("out")
      #expect(output.split(separator: "\n").count { $0.contains("the server died in the middle") } == 1)
      #expect(output.contains("\n1 passed, 1 failed, 1 not run, on ws://"))
      let errors = try folder.read("err")
      #expect(errors.hasPrefix("Error: the server is gone: "), "\(errors)")
      #expect(errors.hasSuffix("; 1 scenario was not run\n"), "\(errors)")
    }
  }

  @Test(arguments: [
    ("--on http://localhost", "--on takes simulator, wire, or an address"),
    ("--on wire --bless", "--bless works in the simulator only"),
    ("--on wire --crash-everywhere", "--crash-everywhere works in the simulator only"),
    ("--on ws://127.0.0.1:1 --admin-token-file none", "The file none cannot be read"),
    ("--on ws://127.0.0.1:1 --deadline 0", "--deadline is from 1 to 3600 seconds"),
    ("--timeout 10x", "--timeout"), ("--run-timeout 999h", "--run-timeout"),
  ]) func `a mistake is exit code 2 and says what is wrong`(options: String, message: String) throws {
    try inFolder(["a.chat": Sample.passing]) { folder in
      let run = try Command.shell("$VERBATIM run \(options) a.chat", in: folder)
      #expect(run.exitCode == 2)
      #expect(run.errors.contains(message))
    }
  }
}
