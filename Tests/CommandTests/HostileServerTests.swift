import Foundation
import TestSupport
import Testing
import Wire

/// `verbatim conform` against what is no server of the protocol: it ends soon, in little memory, and has a verdict for each check.
@Suite("verbatim conform, hostile servers", .blocking, .hangGuard) struct HostileServerTests {
  /// What a run has to end with.
  struct Expectation: Sendable, CustomTestStringConvertible {
    let mode: String
    let exitCode: Int32
    /// Parts of what the report can say of at least one check. Of a server that sends without end there are several: on a slow
    /// machine the time is over before the bytes are.
    let reasons: [String]

    /// How long the suite waits for an answer, in seconds. Where none comes that is short, and long where a busy machine may keep one.
    var deadline: Int { Self.answering.contains(mode) ? 60 : 2 }

    private static let answering: Set<String> = [
      "closing", "resetting", "html", "garbage", "other_program", "raw_bytes", "reserved_bit", "bad_utf8",
      "not_json", "deep_json", "dying", "wrong_clock", "refusing",
    ]

    init(_ mode: String, _ exitCode: Int32, _ reasons: String...) {
      (self.mode, self.exitCode, self.reasons) = (mode, exitCode, reasons)
    }

    var testDescription: String { mode }
  }

  private static let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Hostile/hostile.py").path

  /// Every so many checks that get no answer the suite asks whether the server is still there.
  private static let checks = 9

  private func inFolder(checks: Int = checks, _ body: (Folder) throws -> Void) throws {
    let files = (1...checks).map { ("checks/\($0).chat", Sample.meeting) }
    let folder = try Folder(Dictionary(uniqueKeysWithValues: files))
    defer { folder.remove() }
    try body(folder)
  }

  @Test(arguments: [
    Expectation("silent", 4, "the peer does not answer in time"),
    .init("closing", 4, "it closed the connection instead of answering"),
    .init("resetting", 4, "it closed the connection instead of answering"),
    .init("html", 4, "the server refuses the connection with status 200; check the path of the address"),
    .init("endless_headers", 4, "does not speak the protocol as it should"),
    .init("half_upgrade", 4, "the peer does not answer in time"),
    .init("mute", 4, "it sends no `hello` within 2 s"),
    .init("garbage", 4, "its first frame is not `hello` but ␛[2J"),
    .init("other_program", 4, #"its first frame is not `hello` but {"op": 10"#),
    .init("greeting_only", 1, "the peer does not answer in time"),
    .init("flood", 1, "the peer is given up: it "),
    .init("flood_of_nothing", 1, "the server sent invalid JSON to alice", "does not answer in time"),
    .init("flood_of_crumbs", 1, "it sent a message of more than 1048576 bytes", "does not answer in time"),
    .init("flood_of_pings", 1, "the peer does not answer in time"),
    .init(
      "flood_of_values", 1, "the peer is given up: it has sent more than 8 MiB", "does not answer in time"),
    .init("gigabyte", 1, "it sent a message of more than 1048576 bytes", "does not answer in time"),
    .init("gigabytes", 1, "the peer is given up: it has sent more than 8 MiB", "does not answer in time"),
    .init("drip", 1, "the peer is given up: it keeps sending", "does not answer in time"),
    .init("raw_bytes", 1, "it set a reserved bit"),
    .init("reserved_bit", 1, "it set a reserved bit"),
    .init("bad_utf8", 1, "the server sent invalid JSON to alice"),
    .init("not_json", 1, "the server sent invalid JSON to alice"),
    .init("deep_json", 1, "the server sent invalid JSON to alice"),
    .init("dying", 1, "no server answers there"),
    .init("wrong_clock", 1, "alice could not log in"),
    .init("refusing", 1, "alice could not log in"),
  ]) func `the suite ends with a verdict for each check`(_ expected: Expectation) throws {
    try inFolder { folder in
      let run = try Command.shell(
        """
        python3 '\(Self.program)' \(expected.mode) 0 >listens 2>log &
        SERVER=$!
        while ! grep -qs listens listens; do kill -0 $SERVER || exit 99; sleep 0.02; done
        PORT=$(sed 's/.* //' listens)
        python3 '\(Self.program)' measure memory "$VERBATIM" conform --on ws://127.0.0.1:$PORT \
          --checks checks --deadline \(expected.deadline) --json report.json
        CODE=$?
        kill -9 $SERVER 2>/dev/null
        exit $CODE
        """, in: folder)
      #expect(run.exitCode == expected.exitCode, "\(run.output)\(run.errors)")
      let verdicts = try Self.verdicts(in: folder)
      #expect(verdicts.count == Self.checks)
      #expect(verdicts.allSatisfy { $0.verdict == "untestable" })
      #expect(
        verdicts.contains { verdict in expected.reasons.contains { verdict.reason.contains($0) } },
        "\(Set(verdicts.map(\.reason)))")
      #expect(run.errors.isEmpty == (expected.exitCode == 1), "\(run.errors)")
      #expect(Int(try folder.read("memory")) ?? .max < 300)
    }
  }

  private static func verdicts(in folder: Folder) throws -> [(verdict: String, reason: String)] {
    let report = try JSON.parse(
      Array(try folder.read("report.json").utf8))
    guard case .array(let results)? = report["results"] else { return [] }
    return results.map { result in
      guard case .string(let verdict)? = result["verdict"],
        case .string(let reason)? = result["failure"]?["message"]
      else { return ("", "") }
      return (verdict, reason)
    }
  }

  /// A server may take its time, and the suite must not take that for a fault.
  @Test(arguments: ["slow", "overtaking"]) func `a right server that is late passes`(mode: String) throws {
    let folder = try Folder([
      "checks/room.chat": Sample.passing,
      "checks/two.chat": """
      title: What one says the other reads
      covers: MSG-1
      users: alice bob

      alice > /join lobby
      alice < user_list users=[alice]
      bob > /join lobby
      bob < user_list users=[alice, bob]
      alice < user_join user=bob
      alice > hello
      alice, bob < chat_message seq=1 message=hello
      bob > hello yourself
      alice, bob < chat_message seq=2 user=bob
      ! close bob
      alice < user_leave user=bob

      """,
    ])
    defer { folder.remove() }
    let run = try Command.shell(
      """
      trap 'kill -9 $SERVER $PROXY' EXIT
      "$VERBATIM" serve --port 0 --database :memory: >server 2>log &
      SERVER=$!
      while ! grep -qs ws:// server; do kill -0 $SERVER || exit 99; sleep 0.02; done
      python3 '\(Self.program)' \(mode) 0 $(sed 's/.*127.0.0.1:\\([0-9]*\\).*/\\1/' server) >listens 2>log &
      PROXY=$!
      while ! grep -qs listens listens; do kill -0 $PROXY || exit 98; sleep 0.02; done
      "$VERBATIM" conform --on ws://127.0.0.1:$(sed 's/.* //' listens) --checks checks --deadline 60
      """, in: folder)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("\n2 passed, 0 failed"))
  }

  @Test(arguments: [
    ("echo 'no such option: --port {port}'; exit 7", "it ended with code 7; its last words: no such option"),
    ("printf '\\033[2Jboom\\n'; true {port}", "it ended with code 0; its last words: ␛[2Jboom"),
    ("exec no-such-server {port}", "it ended with code 127"),
    ("python3 '\(program)' html {port}", "refuses the connection with status 200"),
  ]) func `a command that starts no server is exit code 4, with its last words`(
    command: String, reason: String
  ) throws {
    try inFolder { folder in
      let run = try Command.verbatim(
        "conform", "--spawn", command, "--checks", "checks", "--deadline", "60", "--json", "report.json",
        in: folder)
      #expect(run.exitCode == 4)
      #expect(run.errors.hasPrefix("Error: the server "))
      #expect(run.errors.contains(reason), "\(run.errors)")
      #expect(try Self.verdicts(in: folder).allSatisfy { $0.reason.contains(reason) })
    }
  }

  @Test func `a server on another port than it was told is named by its last words`() throws {
    try inFolder { folder in
      let run = try Command.verbatim(
        "conform", "--spawn", "python3 '\(Self.program)' refusing 0 {port}", "--checks", "checks",
        "--deadline", "8", in: folder)
      #expect(run.exitCode == 4)
      #expect(run.errors.contains("; its last words:"))
    }
  }

  @Test func `what has not begun when the time is over is untestable`() throws {
    try inFolder { folder in
      let run = try Command.shell(
        """
        python3 '\(Self.program)' greeting_only 0 >listens 2>log &
        SERVER=$!
        while ! grep -qs listens listens; do kill -0 $SERVER || exit 99; sleep 0.02; done
        "$VERBATIM" conform --on ws://127.0.0.1:$(sed 's/.* //' listens) --checks checks --jobs 1 \
          --deadline 2 --time-limit 1 --json report.json
        CODE=$?
        kill -9 $SERVER
        exit $CODE
        """, in: folder)
      #expect(run.exitCode == 1)
      let verdicts = try Self.verdicts(in: folder)
      #expect(verdicts.count == Self.checks)
      #expect(
        verdicts.dropFirst().allSatisfy {
          $0.reason.hasPrefix("the time limit for all checks, 1 s, was reached")
        })
    }
  }

  @Test func `what answers pings and nothing else is given up`() throws {
    try inFolder(checks: 40) { folder in
      let run = try Command.shell(
        """
        python3 '\(Self.program)' only_pongs 0 >listens 2>log &
        SERVER=$!
        while ! grep -qs listens listens; do kill -0 $SERVER || exit 99; sleep 0.02; done
        "$VERBATIM" conform --on ws://127.0.0.1:$(sed 's/.* //' listens) --checks checks --jobs 8 \
          --deadline 1 --json report.json
        CODE=$?
        kill -9 $SERVER
        exit $CODE
        """, in: folder)
      #expect(run.exitCode == 1)
      let reasons = try Self.verdicts(in: folder).map(\.reason)
      #expect(reasons.count == 40)
      #expect(
        reasons.last?.wholeMatch(of: /the server left \d+ checks in a row without an answer; the last: .+/)
          != nil,
        "\(reasons)")
    }
  }
}
