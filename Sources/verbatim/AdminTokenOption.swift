import ArgumentParser
import Foundation

/// Where a command that is an operator's gets the token.
enum AdminTokenOption {
  /// The token in a file, or else in the environment; nil where there is none.
  static func token(file: String?) throws -> String? {
    guard let file else { return ProcessInfo.processInfo.environment["VERBATIM_ADMIN_TOKEN"] }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ValidationError("The file \(file) cannot be read; --admin-token-file names one with the token.")
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
