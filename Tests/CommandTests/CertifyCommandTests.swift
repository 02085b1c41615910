import Foundation
import TestSupport
import Testing
import Wire

/// `verbatim certify`, from outside: real bots in Python, good and bad.
@Suite("verbatim certify", .blocking, .hangGuard) struct CertifyCommandTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let bots = package.appendingPathComponent("Tests/Certification").path
  private static let examples = package.appendingPathComponent("Examples").path

  private func certify(_ command: String, _ options: String...) throws -> (run: Command, folder: Folder) {
    let folder = try Folder()
    let options = options.joined(separator: " ")
    return (try Command.shell("exec $VERBATIM certify --bot '\(command)' \(options)", in: folder), folder)
  }

  @Test func `a good bot passes every check`() throws {
    let (run, folder) = try certify(
      "exec /usr/bin/python3 \(Self.bots)/good.py", "--junit r.xml", "--json r.json")
    defer { folder.remove() }
    #expect(run.errors == "")
    // Nothing of it is evidence only: the bot tells when it is done.
    #expect(!run.output.contains("evidence"), "\(run.output)")
    #expect(run.output.hasSuffix("\n22 passed, 0 failed, on wire\n"), "\(run.output)")
    #expect(run.exitCode == 0)
    #expect(
      try folder.read("r.xml").contains(#"<testcase classname="verbatim" name="reconnect"/>"#))
    let report = try JSON.parse(Array(try folder.read("r.json").utf8), maximumBytes: .max, maximumDepth: 16)
    #expect(report["bad"] == .integer(0))
  }

  @Test(arguments: ["exec node \(examples)/node/echo.mjs", "exec $VERBATIM bot echo"])
  func `so do the others that authors begin with`(command: String) throws {
    let (run, folder) = try certify(
      command, "--only answers --only duplicate_delivery --only reconnect --only malformed")
    defer { folder.remove() }
    #expect(run.output.hasSuffix("\n4 passed, 0 failed, on wire\n"), "\(run.output)\(run.errors)")
    #expect(run.exitCode == 0)
  }

  /// A fault of `bad.py`, the check that finds it, and what it says.
  @Test(arguments: [
    ("AnswersTwice", "answers", "word0001 was answered 2 times after a prompt"),
    ("WritesGarbage", "answers", "it sends what the server cannot read: bad_json"),
    ("Hangs", "answers", "word0001 was not answered after a prompt"),
    ("Chatters", "silence", "it said \"Buy now!\" after nothing at all, without being asked"),
    ("AnswersEverything", "not_asked", "it said \"good morning\" after words that are not for it"),
    ("AnswersEverything", "other_bots", "a loop: after 60 messages of another bot it still answers"),
    ("AnswersItself", "self", "it answered its own word0001 after its own account said so elsewhere"),
    ("TellsSecrets", "privacy", "it told word0001 in the room lobby after a private prompt"),
    (
      "RemembersNothing", "duplicate_delivery",
      "word0001 was answered 2 times after each message was delivered"
    ),
    ("LosesWhatBreaks", "reconnect", "was not answered after the connection broke"),
    (
      "ForgetsKeys", "reconnect",
      "word0003 was answered 2 times after the connection broke before the answer's `ack`"
    ),
    ("AnswersHistory", "server_restart", "word0001 was answered 2 times after the server was killed"),
    ("ComesOnce", "away", "after the server was away for a while it ended with code 1; its last words: "),
    ("Hurries", "away", "within 1300 ms after the server was away for a while"),
    ("Hurries", "revoked", "within 1300 ms after its account was deleted"),
    ("Storms", "rate_limit", "a storm: it sent"),
    ("GivesUp", "rate_limit", "were not answered after the server limited its pace"),
    ("TrustsFrames", "malformed", "after it was sent a frame without a type it ended with code 1"),
    (
      "StartsOver", "program_restart",
      "word0001 was answered 2 times after its program was killed and started"
    ),
    ("KnowsNoOther", "two_instances", "was answered 2 times after a second process of it was started"),
    ("LosesWhatBreaks", "expired", "were not answered after its session expired while it was away"),
    (
      "ReadsOnePage", "backlog",
      "word0003 was not answered after a thousand messages were said while it was away"
    ),
    ("NeverNotices", "half_open", "it did not connect again after its connection fell silent"),
    (
      "Impatient", "slow_network",
      "word0001 was answered 2 times after the reply to its answer came two seconds late"
    ),
    (
      "DropsWhatIsLate", "slow_handler",
      "2 prompts, word0002 among them, were not answered after its program stood still"
    ),
    ("GivesUp", "many_rooms", "the server refused it rate_limited"),
    ("GossipsLater", "privacy", "it told word0001 in the room lobby after a private prompt"),
    ("GossipsLaterUntold", "privacy", "it told word0001 in the room lobby after a private prompt"),
    ("WaitsForEver", "answers", "it does not tell within 8 s that it is done, after a prompt"),
  ]) func `a fault is found by the check that is about it`(fault: String, check: String, message: String)
    throws
  {
    let (run, folder) = try certify(
      "exec /usr/bin/python3 \(Self.bots)/bad.py \(fault)", "--only \(check)", "--deadline 8",
      "--scenarios found")
    defer { folder.remove() }
    #expect(run.output.hasPrefix("FAIL  \(check): "), "\(run.output)\(run.errors)")
    #expect(run.output.contains(message), "\(run.output)")
    #expect(run.output.hasSuffix("0 passed, 1 failed, on wire\n"))
    #expect(run.exitCode == 1)
    #expect(run.output.contains(" --deadline 8 --only \(check)\n"))
    #expect(
      try folder.read("found/\(check).chat").contains(
        "bots: exec \"exec /usr/bin/python3 \(Self.bots)/bad.py \(fault)\""))
  }

  /// A command that is no bot, and what is said of it.
  @Test(arguments: [
    ("exit 3", 60, "after it was started it ended with code 3; it said nothing"),
    ("no-such-bot", 60, "after it was started it ended with code 127; its last words: "),
    ("echo I hang >&2; exec sleep 1000", 1, "it runs, and did not connect within 1 s"),
  ]) func `what never comes is named, and the other checks are skipped`(
    command: String, deadline: Int, message: String
  ) throws {
    let (run, folder) = try certify(command, "--deadline \(deadline)")
    defer { folder.remove() }
    #expect(run.output.contains("answers.chat:4:1: \(message)"), "\(run.output)")
    #expect(run.output.contains("\nskip  silence: it means nothing for a bot that fails answers\n"))
    #expect(run.output.hasSuffix("\n0 passed, 1 failed, 21 skipped, on wire\n"))
    #expect(run.exitCode == 1)
  }

  @Test func `a bot may have one prompt, answer in private or in another room, and need its environment`()
    throws
  {
    for options in [
      "--say !echo\\ same --expect same", "--private", "--room garden --env COLOUR=red",
    ] {
      let (run, folder) = try certify(
        "exec /usr/bin/python3 \(Self.bots)/good.py", options,
        "--only answers --only reconnect --only silence")
      defer { folder.remove() }
      #expect(
        run.output.hasSuffix("\n3 passed, 0 failed, on wire\n"), "\(options)\n\(run.output)\(run.errors)")
    }
  }

  @Test func `what runs it again has all options, quoted`() throws {
    let (run, folder) = try certify(
      "exec /usr/bin/python3 \(Self.bots)/bad.py AnswersTwice",
      "--only answers --say \"!echo it is {text}\" --expect \"is {text}\" --env \"A=b c\" --silence 900")
    defer { folder.remove() }
    #expect(
      run.output.contains(
        "run it again: verbatim certify --bot 'exec /usr/bin/python3 \(Self.bots)/bad.py AnswersTwice' --say '!echo it is {text}' --expect 'is {text}' --env 'A=b c' --silence 900 --only answers\n"
      ), "\(run.output)\(run.errors)")
  }

  @Test func `--list names the checks`() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.verbatim("certify", "--list", "--only", "reconnect", in: folder)
    #expect(
      run.output == "reconnect: A prompt is answered once even if the connection breaks meanwhile\n")
    #expect(run.exitCode == 0)
  }

  @Test(arguments: [
    ("", "--bot names the command that starts the bot"),
    ("--bot x --only tea", "There is no check tea; there are answers, silence, not_asked"),
    ("--bot x --say hello", "--say must contain {text}"),
    ("--bot x --name \"the bot\"", "--name is at most 32 letters, digits, - and _"),
    ("--bot x --name alice", "alice is the name of somebody who talks to the bot"),
    ("--bot x --deadline 0", "--deadline is from 1 to 3600 seconds"),
    ("--bot x --silence 0", "--silence is from 1 to 60000 milliseconds"),
    ("--bot x --env COLOUR", "--env takes a name and a value"),
  ]) func `a mistake is exit code 2 and says what is wrong`(options: String, message: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.shell("$VERBATIM certify \(options)", in: folder)
    #expect(run.exitCode == 2)
    #expect(run.errors.contains(message))
  }
}
