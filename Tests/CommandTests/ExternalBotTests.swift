import TestSupport
import Testing

/// Scenarios with bots that are programs of their own, and what the runner says of those that do not do what they have to.
@Suite("bots: exec", .blocking, .hangGuard) struct ExternalBotTests {
  private static let hasPython = {
    let folder = try? Folder()
    defer { folder?.remove() }
    return folder.flatMap { try? Command.shell("/usr/bin/python3 -c 'import websockets'", in: $0) }?.exitCode
      == 0
  }()

  /// A bot that has joined its rooms, and then does what `ACT` says.
  private static func bot(_ act: String, logsIn: Bool = true) -> String {
    """
    import asyncio, json, os, websockets
    async def main():
        async with websockets.connect(os.environ["VERBATIM_URL"], subprotocols=["verbatim.v1"]) as socket:
            async def send(**frame):
                await socket.send(json.dumps(frame))
            if \(logsIn ? "True" : "False"):
                await send(type="login", token=os.environ["VERBATIM_TOKEN"])
                for room in os.environ["VERBATIM_ROOMS"].split(","):
                    await send(type="join", room=room)
            async for text in socket:
                frame = json.loads(text)
                \(act)
    asyncio.run(main())

    """
  }

  private static func scenario(
    _ command: String, _ steps: String = "", limits: String = "", ignoring: String = ""
  ) -> String {
    """
    title: A bot of one's own
    users: alice
    limits: commands_burst=60 \(limits)
    bots: exec "\(command)" as tock in lobby
    \(ignoring.isEmpty ? "" : "ignore: \(ignoring)\n")
    alice > /join lobby
    alice < user_list users=[tock, alice]
    alice > hello
    alice < chat_message user=alice
    \(steps)

    """
  }

  private static let answers = "alice < chat_message user=tock\n"

  private static let files = [
    "missing.chat": scenario("no-such-program --at all"),
    "text.chat": scenario("./text.txt"), "text.txt": "no program",
    "exits.chat": scenario("echo one; echo the reason >&2; exit 3"),
    "slow/absent.chat": scenario("sleep 1000"),
    "slow/guest.chat": scenario("/usr/bin/python3 guest.py"), "guest.py": bot("pass", logsIn: false),
    "silent.chat": scenario("/usr/bin/python3 silent.py", answers), "silent.py": bot("pass"),
    "garbage.chat": scenario("/usr/bin/python3 garbage.py", answers),
    "garbage.py": bot(#"await socket.send("garbage")"#),
    "crash.chat": scenario("/usr/bin/python3 crash.py", answers),
    "crash.py": bot(#"frame["type"] == "chat_message" and exit("it was too much")"#),
    "endless.chat": scenario(
      "/usr/bin/python3 endless.py", "alice < nothing", limits: "refusals_burst=1000000000"),
    "endless.py": bot(#"await send(type="ping")"#),
    "good.chat": scenario("/usr/bin/python3 good.py", answers + "+1d\nalice < nothing"),
    "good.py": bot(
      #"frame.get("user") == "alice" and "message" in frame and await send(type="chat_message", room="lobby", message="tock")"#
    ),
  ]

  @Test(.enabled(if: hasPython, "Debian's python3-websockets is not here"))
  func `each thing that can be wrong with a bot is said, with what to do`() throws {
    let folder = try Folder(Self.files)
    defer { folder.remove() }
    // Those that never come take half a minute each, all at once.
    let run = try Command.shell(
      """
      for FILE in absent guest; do "$VERBATIM" run --on wire slow/$FILE.chat >$FILE.out & done
      "$VERBATIM" run --on wire *.chat
      CODE=$?
      wait
      cat *.out
      exit $CODE
      """, in: folder)
    for message in [
      "the bot tock cannot be started: the shell finds no program for `no-such-program --at all`; its last words: ",
      "the bot tock cannot be started: the program of `./text.txt` may not be run; its last words: ",
      "the bot tock is gone: it ended with code 3; its last words: one | the reason; a bot runs until it is ended",
      "the bot tock has not connected within 30 s; let it open a WebSocket to the address in VERBATIM_URL; it said nothing",
      "the bot tock has connected and not logged in within 30 s; let it send `login` with the `token` in VERBATIM_TOKEN;",
      "alice received nothing\n",
      "  bot:      tock is logged in, and has sent 2 frames so far; it said nothing; it had 10 s, and --deadline gives it more\n",
      "the server has sent the bot tock away with close code 4500 after ",
      "the newest refusal was bad_json (",
      "the bot tock is gone: it ended with code 1; its last words: it was too much; ",
      "the bots go on without end: tock has sent ", "were not quiet in 10 s; let them not answer bots",
      "pass  good.chat: A bot of one's own\n",
      "\n1 passed, 7 failed, on wire\n",
    ] {
      #expect(run.output.contains(message), "\(message)\n\(run.output)")
    }
    #expect(run.exitCode == 1)
  }

  @Test func `where it cannot run such a scenario is skipped, with the reason, and no success`() throws {
    let folder = try Folder(["a.chat": Self.scenario("true")])
    defer { folder.remove() }
    let run = try Command.verbatim("run", "--crash-everywhere", "a.chat", in: folder)
    #expect(
      run.output == """
        skip  a.chat: it needs a server that is not interrupted, for its bot tock is a program of its own
        0 passed, 0 failed, 1 skipped

        """)
    #expect(run.exitCode == 1)
  }

  /// Scenarios of bots that work, or have a fault that only shows late, and how they end.
  private static let kit: [String: String] = [
    "good.chat": scenario("/usr/bin/python3 good.py", answers + "+1d\nalice < nothing"),
    "good.py": files["good.py"] ?? "",
    "told.chat": scenario("/usr/bin/python3 told.py", answers + "+1d\nalice < nothing"),
    "late.chat": scenario("/usr/bin/python3 late.py", "alice < nothing"),
    "leaks.chat": scenario("/usr/bin/python3 leaks.py", "alice < nothing"),
    "steps.chat": scenario(
      "/usr/bin/python3 steps.py",
      "+2h\n"
        + ["01", "02"].map { "alice < chat_message user=tock at=\"2026-01-01T\($0):00:00.000Z\"\n" }.joined()),
    "restart.chat": scenario(
      "/usr/bin/python3 restart.py",
      """
      alice < chat_message user=tock message=count1
      ! restart tock
      alice > hello
      alice < chat_message user=alice
      alice < chat_message user=tock message=count2
      """, ignoring: "user_join user_leave"),
    "told.py": quietBot("asked and await say('tock')"),
    "late.py": quietBot("asked and (await asyncio.sleep(0.5), await say('tock'))"),
    "leaks.py": bot(
      #"frame.get("user") == "alice" and "message" in frame and (await asyncio.sleep(0.2), await send(type="chat_message", room="lobby", message="tock"))"#
    ),
    "steps.py": quietBot(
      """
      if asked or frame["type"] == "timer":
                      if frame["type"] == "timer":
                          await say("tock")
                      await send(type="set_timer", timer="hour", milliseconds=3600000)
      """),
    "restart.py": quietBot(
      """
      path = os.environ["VERBATIM_STATE"] + "/count"
                  if asked:
                      count = int(open(path).read()) + 1 if os.path.exists(path) else 1
                      open(path, "w").write(str(count))
                      await say(f"count{count}")
      """),
  ]

  /// A bot that does something with each frame, and tells when it is done with it.
  private static func quietBot(_ act: String) -> String {
    """
    import asyncio, json, os, websockets
    async def main():
        async with websockets.connect(os.environ["VERBATIM_URL"], subprotocols=["verbatim.v1"]) as socket:
            async def send(**frame):
                await socket.send(json.dumps(frame))
            async def say(text):
                await send(type="chat_message", room="lobby", message=text)
            await send(type="login", token=os.environ["VERBATIM_TOKEN"])
            received = 0
            async for text in socket:
                frame = json.loads(text)
                asked = frame["type"] == "chat_message" and frame.get("user") == "alice"
                if frame["type"] == "ready":
                    await send(type="join", room="lobby")
                elif frame["type"] != "hello":
                    received += 1
                \(act)
                if frame["type"] != "hello" and os.environ["VERBATIM_QUIET"] == "1":
                    await send(type="ping", id="quiet", received=received)
    asyncio.run(main())

    """
  }

  @Test(.enabled(if: hasPython, "Debian's python3-websockets is not here"), arguments: ["simulator", "wire"])
  func `what comes late is found, exactly where the bot tells when it is done`(venue: String) throws {
    let folder = try Folder(Self.kit)
    defer { folder.remove() }
    let run = try Command.shell("\"$VERBATIM\" run --on \(venue) --deadline 5 *.chat", in: folder)
    for message in [
      "pass  good.chat", "pass  told.chat", "FAIL  late.chat", "FAIL  leaks.chat", "pass  steps.chat",
      "pass  restart.chat",
      "a silence of 500 ms was taken for nothing, since the bot tock does not tell when it is done",
      "4 passed, 2 failed",
    ] {
      #expect(run.output.contains(message), "\(message)\n\(run.output)")
    }
    #expect(run.exitCode == 1)
  }
}
