import Foundation
import TestSupport
import Testing

/// The documents name no file that is not there.
@Suite struct NamedFileTests {
  /// The names of all Swift files, since a document may leave out the folder of a neighbour.
  private static let sources = Set(
    ["Sources", "Tests"].flatMap { PackageFolder.files(in: $0, ending: ".swift") }
      .map { URL(filePath: $0).lastPathComponent })

  @Test(arguments: ["README.md"] + PackageFolder.files(in: "Docs", ending: ".md"))
  func `what a document names is there`(document: String) throws {
    let text = try PackageFolder.text(of: document)
    for match in text.matches(of: /`((?:Sources|Tests|Scripts|Scenarios|Examples|Docs|Fuzz)\/[\w.\/+-]*)`/) {
      let path = PackageFolder.url.appending(path: match.output.1).path()
      #expect(FileManager.default.fileExists(atPath: path), "\(match.output.1)")
    }
    // That is in the package of every bot.
    for match in text.matches(of: /`([\w+.]+\.swift)`/) where match.output.1 != "main.swift" {
      #expect(Self.sources.contains(String(match.output.1)), "\(match.output.1)")
    }
  }
}
