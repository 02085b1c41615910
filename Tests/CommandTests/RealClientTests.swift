import Foundation
import TestSupport
import Testing

/// The server as a client sees it that nobody here wrote; more of them are in `make foreign-clients` and `make clients-node`.
@Suite(.blocking) struct `Clients from elsewhere` {
  private static func shell(_ line: String) throws -> Command {
    let folder = try Folder()
    defer { folder.remove() }
    return try Command.shell(line, in: folder)
  }

  /// Node 22 has a WebSocket; Node 20.10 and later have it behind a flag, which Node 22 takes too.
  private static let node = "node --experimental-websocket"

  @Test(
    .enabled(
      if: (try? shell("\(node) -e 'process.exit(globalThis.WebSocket ? 0 : 1)'").exitCode) == 0,
      "there is no Node here, or none with a WebSocket (20.10 and later)"))
  func `a WebSocket of Node logs in and hears itself`() throws {
    let run = try Self.shell(
      """
      "$VERBATIM" serve --port 0 --database :memory: >serve.out & SERVER=$!
      while ! grep -qs 'listens on' serve.out; do kill -0 $SERVER || exit 1; sleep 0.02; done
      \(Self.node) \(PackageFolder.url.path())Tests/Clients/talk.mjs $(sed -n 's|.*\\(ws://[^ ]*/ws\\).*|\\1|p' serve.out)
      CODE=$?; kill $SERVER; exit $CODE
      """)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("heard: hi from node\n"), "\(run.output)")
  }
}
