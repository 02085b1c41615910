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
    guard let adminTokenFile else { return ProcessInfo.processInfo.environment["VERBATIM_ADMIN_TOKEN"] }
    guard let data = FileManager.default.contents(atPath: adminTokenFile) else {
      throw ValidationError(
        "The file \(adminTokenFile) cannot be read; --admin-token-file names one with the token.")
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
