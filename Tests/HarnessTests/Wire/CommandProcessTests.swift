import Glibc
import LiveStage
import TestSupport
import Testing

@Suite("A program that a shell starts", .blocking) struct CommandProcessTests {
  private static let deadline = 20_000

  private static func start(_ command: String) throws -> CommandProcess {
    try CommandProcess(
      command: command,
      variables: BotInvitation(
        url: "ws://127.0.0.1:1/ws", token: "secret", name: "tock", rooms: ["lobby", "a b"]
      ).environment)
  }

  @Test func `it is told where to go by its environment`() throws {
    let bot = try Self.start(#"echo "$VERBATIM_URL $VERBATIM_TOKEN $VERBATIM_NAME $VERBATIM_ROOMS""#)
    #expect(bot.awaitEnding(deadlineMilliseconds: Self.deadline) == .exited(code: 0))
    #expect(bot.lastWords == "its last words: ws://127.0.0.1:1/ws secret tock lobby,a b")
  }

  @Test(arguments: [
    ("exit 3", ProcessEnding.exited(code: 3)),
    ("kill -TERM $$", .killed(signal: SIGTERM)),
    ("no-such-program-anywhere", .exited(code: 127)),
    ("/dev/null", .exited(code: 126)),
  ])
  func `how it ended is known`(command: String, ending: ProcessEnding) throws {
    #expect(try Self.start(command).awaitEnding(deadlineMilliseconds: Self.deadline) == ending)
  }

  @Test func `its last five lines are kept, from both outputs, however much it writes`() throws {
    let bot = try Self.start("yes | head -c 3000000; for n in 1 2 3 4; do echo $n; done; echo 5 >&2; exit 1")
    #expect(bot.awaitEnding(deadlineMilliseconds: Self.deadline) == .exited(code: 1))
    #expect(bot.lastWords == "its last words: 1 | 2 | 3 | 4 | 5")
    let silent = try Self.start("true")
    #expect(silent.awaitEnding(deadlineMilliseconds: Self.deadline) == .exited(code: 0))
    #expect(silent.lastWords == "it said nothing")
  }

  @Test func `what it has started ends with it`() throws {
    let held = try #require(Held())
    let bot = try Self.start("exec 9>\(held.path); sleep 1000 & echo ready; sleep 1000")
    while bot.lastWords != "its last words: ready" { sched_yield() }
    #expect(bot.ending == nil)
    #expect(!held.hasEnded(deadline: 0))
    bot.kill()
    #expect(bot.ending == .killed(signal: SIGKILL))
    #expect(held.hasEnded(deadline: Self.deadline))
  }

  @Test func `one that does not stop when it is asked to is ended`() throws {
    let bot = try Self.start("trap '' TERM; echo ready; while :; do sleep 1000; done")
    while bot.lastWords != "its last words: ready" { sched_yield() }
    bot.terminate(deadlineMilliseconds: 10)
    #expect(bot.ending == .killed(signal: SIGKILL))
  }

  /// A pipe with a name, which everything that a bot starts holds open.
  private final class Held {
    let path = "/tmp/verbatim-held-\(getpid())"
    private let reading: Int32

    init?() {
      unlink(path)
      guard mkfifo(path, 0o600) == 0 else { return nil }
      reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    /// Whether nobody holds the pipe any more, before a number of milliseconds is over.
    func hasEnded(deadline: Int) -> Bool {
      var poller = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      return poll(&poller, 1, Int32(deadline)) == 1 && poller.revents & Int16(POLLHUP) != 0
    }

    deinit {
      close(reading)
      unlink(path)
    }
  }
}
