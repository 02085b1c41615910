import TestSupport
import Testing

/// What `verbatim conform` says of a command line that cannot be meant.
@Suite("verbatim conform, usage", .blocking) struct ConformUsageTests {
  private static let files = [
    "checks/whisper.chat": Sample.passing,
    "known": "whisper.chta: it does not whisper\n",
    "twice": "whisper.chat: one\n# a word\nwhisper.chat: two\n",
    "bare": "whisper.chat\n",
  ]

  @Test(arguments: [
    ("--clause ROM-3", "There is no clause ROM-3; did you mean ROOM-3?"),
    ("--clause ROM", "There is no clause ROM; did you mean ROOM?"),
    ("--profile hystory", "There is no profile hystory; did you mean history?"),
    ("--profile everything", "There is no profile everything; there are core, private"),
    ("--check whisper.chatt", "There is no check whisper.chatt; did you mean whisper.chat?"),
    ("--baseline known", "known:1: there is no check `whisper.chta`; did you mean `whisper.chat`?"),
    ("--baseline twice", "twice:3: `whisper.chat` is already in line 1"),
    ("--baseline bare", "bare:1: an entry is `CHECK: REASON`; the reason is missing"),
    ("--baseline nowhere", "The file nowhere cannot be read"),
    ("--failed nowhere", "nowhere is not a report written by --json"),
    ("--checks nowhere", "nowhere"),
    ("--deadline 0", "--deadline is from 1 to 3600 seconds"),
    ("--time-limit 0", "--time-limit is at least 1 second"),
    ("--jobs 0", "--jobs is from 1 to 64"),
  ]) func `a word that names nothing is exit code 2, with what may be meant`(
    options: String, message: String
  ) throws {
    let folder = try Folder(Self.files)
    defer { folder.remove() }
    let run = try Command.shell(
      "\"$VERBATIM\" conform --on ws://127.0.0.1:1 --checks checks \(options)", in: folder)
    #expect(run.exitCode == 2, "\(run.output)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output == "")
  }

  @Test(arguments: [
    ("--spawn 'server {prot}'", "{prot} means nothing in a command; did you mean {port}?"),
    (
      "--spawn 'server {port} {database}'",
      "{database} means nothing in a command; there are {port}, {folder},"
    ),
    ("--spawn 'server --port 8080'", "the command has no {port}"),
    ("--on http://localhost", "--on takes an address such as ws://localhost:8080"),
    ("--on ws://127.0.0.1:1 --spawn 'server {port}'", "Name the server by --on ws://…, or the command"),
    ("", "Name the server by --on ws://…, or the command"),
  ]) func `a server that is not named as it has to be is exit code 2`(
    options: String, message: String
  ) throws {
    let folder = try Folder(Self.files)
    defer { folder.remove() }
    let run = try Command.shell("\"$VERBATIM\" conform --checks checks \(options)", in: folder)
    #expect(run.exitCode == 2, "\(run.output)")
    #expect(run.errors.contains(message), "\(run.errors)")
  }
}
