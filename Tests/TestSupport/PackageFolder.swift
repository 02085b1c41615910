package import Foundation

/// The folder of the package, whose documents and scenarios the tests read.
package enum PackageFolder {
  /// Where the package is.
  package static let url = URL(filePath: #filePath).appending(path: "../../..").standardized

  /// Whether files that are made from the code are to be written anew and not compared: `RENEW=1 swift test`.
  package static var isRenewing: Bool { ProcessInfo.processInfo.environment["RENEW"] == "1" }

  /// A file's text; the path is relative to the package.
  package static func text(of path: String) throws -> String {
    try String(contentsOf: url.appending(path: path), encoding: .utf8)
  }

  /// The files below a folder that end in `.chat`, in the order of their names, each relative to the package.
  package static func scenarios(in folder: String) -> [String] { files(in: folder, ending: ".chat") }

  /// The files below a folder whose names end so, in the order of their names, each relative to the package.
  package static func files(in folder: String, ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: url.appending(path: folder).path())
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.sorted()
      .map { "\(folder)/\($0)" }
  }
}
