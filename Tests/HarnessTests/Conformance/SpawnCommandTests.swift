import Testing

@testable import LiveStage

/// Commands that start a server.
@Suite struct SpawnCommandTests {
  private func filled(_ text: String) throws -> String {
    try SpawnCommand(text).filled(port: 99, folder: "/f", limits: [("a", 1), ("b", 2)])
  }

  private func mistake(in text: String) -> String {
    do throws(SpawnCommand.Mistake) {
      _ = try SpawnCommand(text)
      return ""
    } catch {
      return error.message
    }
  }

  @Test func `everything gets its place`() throws {
    #expect(
      try filled("serve --port {port} --database {folder}/db --admin-token-file {token} {limits}")
        == "exec serve --port 99 --database /f/db --admin-token-file /f/token --limit a=1 --limit b=2")
    #expect(try SpawnCommand("serve {port} {token}").hasToken)
    #expect(try !SpawnCommand("serve {port} {limits}").hasToken)
    #expect(try SpawnCommand("serve {port} {limits}").hasLimits)
    #expect(try !SpawnCommand("serve {port}").hasLimits)
  }

  @Test func `the shell stays where it is needed`() throws {
    #expect(try filled("cd /tmp; serve {port}") == "cd /tmp; serve 99")
    #expect(try filled("PORT={port} serve | tee log") == "PORT=99 serve | tee log")
  }

  @Test func `files can be kept small`() throws {
    var command = try SpawnCommand("serve {port}")
    command.largestFileBytes = 1 << 20
    #expect(
      command.filled(port: 9, folder: "/f", limits: []) == "trap '' XFSZ; ulimit -f 2048; exec serve 9")
  }

  @Test func `a command without a port, or with a word that means nothing, is refused`() {
    #expect(mistake(in: "serve --port 8080").hasPrefix("the command has no {port}"))
    #expect(
      mistake(in: "serve {port} {prot}")
        == "{prot} means nothing in a command; did you mean {port}?")
    #expect(
      mistake(in: "serve {port} {address}")
        == "{address} means nothing in a command; there are {port}, {folder}, {token} and {limits}")
  }
}
