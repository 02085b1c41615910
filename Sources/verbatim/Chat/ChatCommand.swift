import ArgumentParser
import Client
import Foundation

/// `verbatim chat ws://HOST:PORT`
struct ChatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat",
    abstract: "Join a chat from the terminal.",
    discussion: """
      Each line you type is sent to the room that you joined last. A line that begins with a slash is a command: /join, \
      /leave, /pm, /who, /rooms, /search, /history, /help, /quit. If the connection breaks, the command reconnects and \
      sends unanswered lines again; none is delivered twice. The input may be a pipe.

      Without --user and without a token you join as a guest, who can only read. The password comes from --password-file, \
      VERBATIM_PASSWORD or the terminal, the token from --token-file or VERBATIM_TOKEN.

      Exit codes: 0 all lines were answered, 1 some lines were not answered and may not have arrived, the log-in was \
      refused, or the server closed the connection for good, 2 usage, 4 the server cannot be reached.
      """)

  @Argument(help: "The address of the server, such as ws://localhost:8080.")
  var url: String

  @Option(help: "Log in as this user.")
  var user: String?

  @Flag(help: "Register the user first.")
  var register = false

  @Option(help: "Join this room on connecting.")
  var room: String?

  @Option(help: ArgumentHelp("A file with the user's token.", valueName: "file"))
  var tokenFile: String?

  @Option(help: ArgumentHelp("A file with the user's password.", valueName: "file"))
  var passwordFile: String?

  func validate() throws {
    guard Endpoint(url) != nil else {
      throw ValidationError("\(url) is not a server's address; use one such as ws://localhost:8080.")
    }
    if user == nil, register || passwordFile != nil {
      throw ValidationError("--register and --password-file go with --user.")
    }
    if user != nil, tokenFile != nil {
      throw ValidationError("Give --user or --token-file, not both; a token belongs to one user.")
    }
  }

  func run() async throws {
    guard let endpoint = Endpoint(url) else { throw Outcome.usage }
    let terminal = ChatTerminal()
    let driver = ChatDriver(
      endpoint: endpoint, session: ChatSession(logIn: try logIn(), seed: .random(in: 0...UInt64.max)),
      terminal: terminal)
    let ending = await driver.run(lines: room.map { ["/join \($0)"] } ?? [])
    terminal.close()
    if let line = terminal.transcript.line(for: ending) { StandardError.write("verbatim: \(line)\n") }
    switch ending {
    case .finished(let unanswered): if unanswered > 0 { throw Outcome.failed }
    case .unreachable: throw Outcome.unreachable
    case .refused, .closed: throw Outcome.failed
    }
  }

  // MARK: - Secrets

  private func logIn() throws -> ChatSession.LogIn {
    guard let user else {
      if let tokenFile { return .token(try Self.secret(in: tokenFile)) }
      return Self.environment("VERBATIM_TOKEN").map { .token($0) } ?? .guest
    }
    let password = try password(of: user)
    return register
      ? .registration(user: user, password: password) : .password(user: user, password: password)
  }

  private func password(of user: String) throws -> String {
    if let passwordFile { return try Self.secret(in: passwordFile) }
    if let password = Self.environment("VERBATIM_PASSWORD") { return password }
    // The input may be a pipe while there is a terminal; readpassphrase(3) does the same.
    guard let terminal = fopen("/dev/tty", "r+") else {
      throw ValidationError(
        "There is no terminal to ask for the password; use --password-file or VERBATIM_PASSWORD.")
    }
    defer { fclose(terminal) }
    fputs("Password of \(VisibleText.of(user)): ", terminal)
    fflush(terminal)
    let mode = TerminalMode(fileno(terminal)) { $0.c_lflag &= ~UInt32(ECHO) }
    defer { mode?.restore() }
    var buffer = [CChar](repeating: 0, count: 4096)
    guard fgets(&buffer, Int32(buffer.count), terminal) != nil else {
      throw ValidationError("No password was typed.")
    }
    fputs("\n", terminal)
    let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func secret(in path: String) throws -> String {
    try NamedFile.text(path).trimmingCharacters(in: .newlines)
  }
}
