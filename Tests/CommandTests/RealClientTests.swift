import Foundation
import TestSupport
import Testing

/// The server as clients see it that nobody here wrote.
@Suite(.blocking) struct `Clients from elsewhere` {
  private static let package = URL(filePath: #filePath).appending(path: "../../..").standardized.path()

  private static func shell(_ line: String) throws -> Command {
    let folder = try Folder()
    defer { folder.remove() }
    return try Command.shell(line, in: folder)
  }

  private static func works(_ line: String) -> Bool { (try? shell(line).exitCode) == 0 }

  /// covers: AUTH-1 AUTH-2 RES-1 MSG-1
  @Test(
    .enabled(
      if: works("/usr/bin/python3 -c 'import websockets'"),
      "Debian's python3-websockets is not here; Scripts/install-packages python3-websockets"))
  func `three users say all that can be said, from Python`() throws {
    let run = try Self.shell(
      "exec /usr/bin/python3 \(Self.package)/Tests/Clients/conversation.py \"$VERBATIM\"")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("every answer was right.\n"))
  }

  @Test(
    .enabled(
      if: works("/usr/bin/python3 -c 'import websockets'"),
      "Debian's python3-websockets is not here; Scripts/install-packages python3-websockets"))
  func `a day passes at once on a virtual clock, from Python`() throws {
    let run = try Self.shell(
      "exec /usr/bin/python3 \(Self.package)/Tests/Clients/virtual_clock.py \"$VERBATIM\"")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("nobody moved it.\n"))
  }

  private static let examples = "\(package)/Examples"

  private static func bots(_ interpreter: String, in folder: String, _ ending: String) -> [(
    String, String, String
  )] {
    ["echo", "reminder", "poll", "helpdesk"].map { ($0, interpreter, "\(folder)/\($0).\(ending)") }
  }

  /// covers: BOT-2 TIME-6
  @Test(
    .enabled(
      if: works("/usr/bin/python3 -c 'import websockets'"),
      "Debian's python3-websockets is not here; Scripts/install-packages python3-websockets"),
    arguments: bots("python3", in: "python", "py")
      + (works("cd \(examples)/node && node -e 'import(\"ws\")'") ? bots("node", in: "node", "mjs") : []))
  func `an example bot answers once, whatever happens`(name: String, interpreter: String, file: String) throws
  {
    let run = try Self.shell(
      """
      exec /usr/bin/python3 \(Self.package)/Tests/Clients/examples.py "$VERBATIM" \(name) \
        $(command -v /usr/bin/\(interpreter) || echo \(interpreter)) \(Self.examples)/\(file)
      """)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("answered everything once.\n"))
  }

  /// Node 22 has a WebSocket; Node 20.10 and later have it behind a flag, which Node 22 takes too.
  private static let node = "node --experimental-websocket"

  @Test(
    .enabled(
      if: works("/usr/bin/python3 -c 'import websockets'"),
      "Debian's python3-websockets is not here; Scripts/install-packages python3-websockets"))
  func `the pages of the three tutorials work, from the log-in form on`() throws {
    let run = try Self.shell(
      "exec /usr/bin/python3 \(Self.package)/Tests/Clients/tutorials.py \"$VERBATIM\"")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("the pages of all three tutorials work.\n"))
  }

  /// covers: ERR-4
  @Test(
    .enabled(
      if: works("/usr/bin/python3 -c 'import websockets'"),
      "Debian's python3-websockets is not here; Scripts/install-packages python3-websockets"))
  func `a full disk makes the server read only, and it recovers`() throws {
    let run = try Self.shell(
      "exec /usr/bin/python3 \(Self.package)/Tests/Clients/full_disk.py \"$VERBATIM\"")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("nothing was lost.\n"))
  }

  @Test(
    .enabled(
      if: works("/usr/bin/python3 -c 'import websockets'"),
      "Debian's python3-websockets is not here; Scripts/install-packages python3-websockets"))
  func `a server lives whose log nobody takes`() throws {
    let run = try Self.shell(
      "exec /usr/bin/python3 \(Self.package)/Tests/Clients/lost_log.py \"$VERBATIM\"")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("nothing at all: the server lived, and ended in order\n"), "\(run.output)")
  }

  @Test(
    .enabled(
      if: works("\(node) -e 'process.exit(globalThis.WebSocket ? 0 : 1)'"),
      "there is no Node here, or none with a WebSocket (20.10 and later)"))
  func `a WebSocket of Node logs in and hears itself`() throws {
    let run = try Self.shell(
      "\(Self.start); \(Self.node) \(Self.package)/Tests/Clients/talk.mjs ws://127.0.0.1:$PORT/ws; S=$?; kill $SERVER; exit $S"
    )
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("heard: hi from node\n"), "\(run.output)")
  }

  @Test(.enabled(if: works("curl --version"), "curl is not here"))
  func `curl is told what is wrong with a request`() throws {
    let run = try Self.shell(
      """
      \(Self.start)
      curl -s http://127.0.0.1:$PORT/healthz
      curl -s -o /dev/null -w '%{http_code} %{content_type}\\n' http://127.0.0.1:$PORT/ws
      curl -s -o /dev/null -w '%{http_code}\\n' "http://127.0.0.1:$PORT/ws?token=x"
      curl -s -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:$PORT/nowhere
      kill $SERVER; wait $SERVER
      """)
    let lines = run.output.split(separator: "\n").dropFirst()
    #expect(lines == ["ok", "426 application/json", "400", "404"], "\(run.output)\(run.errors)")
    #expect(run.exitCode == 0)
  }

  /// Starts a server and waits until it says where it listens.
  private static let start = """
    "$VERBATIM" serve --port 0 --database :memory: >serve.out & SERVER=$!
    while ! grep -qs 'listens on' serve.out; do kill -0 $SERVER || exit 1; done
    cat serve.out; PORT=$(sed -n 's|.*ws://[^ ]*:\\([0-9]*\\)/ws.*|\\1|p' serve.out)
    """
}
