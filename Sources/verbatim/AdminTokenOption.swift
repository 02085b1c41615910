import ArgumentParser
import Foundation

/// Where a command that may be an operator's gets the token.
struct AdminTokenOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file with the operator's token for the server of --on. (default: the token in VERBATIM_ADMIN_TOKEN)",
      valueName: "file"))
  var adminTokenFile: String?

  /// The token in the file, or else in the environment; nil where there is none.
  func token() throws -> String? {
    guard let adminTokenFile else {
      let variable = "VERBATIM_ADMIN_TOKEN"
      return try ProcessInfo.processInfo.environment[variable].map { text in
        try Self.token(
          in: text, of: "the variable \(variable)", remedy: "unset it to use the server without a token")
      }
    }
    let data = try NamedFile.bytes(adminTokenFile, remedy: "--admin-token-file names one with the token.")
    return try Self.token(
      in: String(decoding: data, as: UTF8.self), of: "the file \(adminTokenFile)",
      remedy: "leave out --admin-token-file to use the server without a token")
  }

  private static func token(in text: String, of source: String, remedy: String) throws -> String {
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else {
      StandardError.write(
        """
        Error: the operator's token in \(source) is empty; jobs for pull requests from forks on GitHub have empty secrets; \
        \(remedy)

        """)
      throw Outcome.unreachable
    }
    return token
  }
}
