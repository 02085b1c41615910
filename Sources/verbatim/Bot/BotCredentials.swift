import ArgumentParser
import Client
import Foundation
import Host

/// The options that say who the bots are.
struct BotCredentials: ParsableArguments {
  @Option(help: "The bot's token; other users of the machine can see it. Prefer --token-file.")
  var token: String?

  @Option(
    help: ArgumentHelp("A file with the bot's token; with --count, one token per line.", valueName: "file"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp(
      "A file with the operator's token, to create accounts and tokens for the bots: NAME, or NAME-1 and so on.",
      valueName: "file"))
  var adminTokenFile: String?

  func validate() throws {
    guard [token, tokenFile, adminTokenFile].compactMap({ $0 }).count <= 1 else {
      throw ValidationError("Give one of --token, --token-file and --admin-token-file.")
    }
  }

  /// The tokens of these users, of whom the server may know nothing yet.
  func tokens(for users: [String], at endpoint: Endpoint) throws -> [String] {
    if let adminTokenFile { return try make(users, at: endpoint, operatorTokenFile: adminTokenFile) }
    var tokens: [String] = []
    if let token {
      tokens = [token]
    } else if let tokenFile {
      tokens = try Self.text(of: tokenFile).split(whereSeparator: \.isWhitespace).map(String.init)
    } else if let token = ProcessInfo.processInfo.environment["VERBATIM_TOKEN"], !token.isEmpty {
      tokens = [token]
    }
    guard tokens.count >= users.count else {
      throw ValidationError(
        tokens.isEmpty
          ? "A bot needs a token: give --token-file, VERBATIM_TOKEN or --admin-token-file."
          : "\(users.count) bots need as many tokens, and there are \(tokens.count); give a --token-file with one a line, or --admin-token-file."
      )
    }
    return Array(tokens.prefix(users.count))
  }

  private func make(_ users: [String], at endpoint: Endpoint, operatorTokenFile: String) throws -> [String] {
    let administrator = ServerAdministrator(endpoint: endpoint, token: try Self.text(of: operatorTokenFile))
    return try users.map { user in
      let answer = try administrator.answer(
        to: .createToken(user: user, bot: true, label: "verbatim bot"))
      if let refusal = AdminAnswer.refusal(in: answer) {
        StandardError.write("verbatim: no token for \(user): \(refusal.message) (\(refusal.code))\n")
        throw Outcome.failed
      }
      return answer.cell("token")
    }
  }

  private static func text(of path: String) throws -> String {
    try NamedFile.text(path).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
