import TestSupport
import Testing

/// The checks that are no scenarios, on a server that is somebody else's; `make conform` starts one for them.
@Suite("verbatim conform, by bytes and as operator", .blocking, .hangGuard)
struct ConformProcedureTests {
  /// The options that choose them all.
  private static let chosen = """
    CHECKS=$("$VERBATIM" conform --list | sed -n 's/^\\([a-z_]*\\/[a-z_0-9]*\\): .*/--check \\1/p')
    test -n "$CHECKS" || exit 99

    """

  private func output(of line: String) throws -> String {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.shell(Self.chosen + line, in: folder)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    return run.output
  }

  @Test func `of a server that is there, what needs no operator is checked`() throws {
    let output = try output(
      of: """
        "$VERBATIM" serve --port 0 --database :memory: --clock virtual --header-deadline 4 \
          --message-deadline 4 >serve.out & SERVER=$!
        while ! grep -qs 'listens on' serve.out; do kill -0 $SERVER || exit 98; sleep 0.02; done
        "$VERBATIM" conform $CHECKS --deadline 120 --on $(sed -n 's/.*\\(ws:[^ ]*\\).*/\\1/p' serve.out)
        CODE=$?; kill $SERVER; wait $SERVER; exit $CODE
        """)
    for name in [
      "requests/slow", "websockets/unfinished", "websockets/frame_heads", "websockets/neighbours",
      "log_ins/in_order", "log_ins/upgrade_resume", "requests/refused", "resuming/confirmed",
    ] { #expect(output.contains("pass  \(name): "), "\(output)") }
    for (name, reason) in [
      ("administration/deleted_user", "only the server's operator can do it; give --admin-token-file"),
      (
        "durability/full_disk",
        "it needs a server of its own with other limits; start one by --spawn with {limits}"
      ),
      (
        "heartbeats/pong",
        "it needs a server of its own with other limits; start one by --spawn with {limits}"
      ),
    ] { #expect(output.contains("n/a   \(name): \(reason)\n"), "\(output)") }
  }

  @Test func `a failure tells the command that shows it again, with all that it depends on`() throws {
    let folder = try Folder(["checks/odd.chat": Sample.failing])
    defer { folder.remove() }
    let run = try Command.shell(
      """
      "$VERBATIM" conform --strict --checks checks --spawn "$VERBATIM serve --port {port} --database :memory:"
      """, in: folder)
    #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
    #expect(
      run.output.contains("{port} --database :memory:' --checks checks --strict --check odd.chat\n"),
      "\(run.output)")
  }
}
