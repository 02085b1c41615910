import ArgumentParser
import Foundation

/// A file that an option names; a usage error says that it cannot be read.
enum NamedFile {
  /// The bytes of the file.
  ///
  /// - Parameter remedy: What to name instead, in words that follow a semicolon and end the sentence.
  static func bytes(_ path: String, remedy: String) throws(ValidationError) -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("The file \(path) cannot be read; \(remedy)")
    }
    return data
  }

  /// The text in the file, which is UTF-8.
  static func text(_ path: String) throws(ValidationError) -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ValidationError("The file \(path) cannot be read.")
    }
    return text
  }
}
