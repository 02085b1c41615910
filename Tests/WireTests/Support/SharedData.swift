import Foundation

/// Test data that lies outside of the package: in `VERBATIM_SHARED_DATA`, or in `../shared/data` beside the package.
enum SharedData {
  static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["VERBATIM_SHARED_DATA"] {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    // This file is Tests/WireTests/Support/SharedData.swift in the package.
    let package = URL(filePath: #filePath).appending(path: "../../../..").standardized
    return package.appending(path: "../shared/data").standardized
  }()

  static let jsonTestSuite = root.appending(path: "json-test-suite/test_parsing")
  static let naughtyStrings = root.appending(path: "naughty-strings/blns.json")

  /// Whether a file or folder is there; a test that needs it is skipped otherwise, and says so.
  static func exists(_ place: URL) -> Bool {
    FileManager.default.fileExists(atPath: place.path(percentEncoded: false))
  }

  static func bytes(of place: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: place)) }
}
