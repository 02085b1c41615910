package import Foundation

/// Test data from outside of the package: in `VERBATIM_SHARED_DATA`, or in `../shared/data` beside the package.
///
/// It need not be there. A test that uses it is skipped otherwise, and says so.
package enum SharedData {
  package static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["VERBATIM_SHARED_DATA"] {
      return URL(filePath: path, directoryHint: .isDirectory)
    }
    // This file is Tests/TestSupport/SharedData.swift in the package.
    let package = URL(filePath: #filePath).appending(path: "../../..").standardized
    return package.appending(path: "../shared/data").standardized
  }()

  package static let jsonTestSuite = root.appending(path: "json-test-suite/test_parsing")
  package static let naughtyStringsFile = root.appending(path: "naughty-strings/blns.json")

  /// Whether a file or folder is there.
  package static func exists(_ place: URL) -> Bool {
    FileManager.default.fileExists(atPath: place.path(percentEncoded: false))
  }

  package static func bytes(of place: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: place)) }

  /// Strings that break programs, for names, messages, searches and scenario values.
  package static func naughtyStrings() throws -> [String] {
    try JSONDecoder().decode([String].self, from: Data(contentsOf: naughtyStringsFile))
  }
}
