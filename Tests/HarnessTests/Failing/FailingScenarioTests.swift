import Foundation
import Harness
import ScenarioLanguage
import TestSupport
import Testing

/// What a person reads when a scenario fails or cannot be read is compared byte for byte with the file beside it.
@Suite struct FailingScenarioTests {
  /// The scenarios themselves; what they include is in a folder further down.
  private static let paths = PackageFolder.scenarios(in: "Scenarios/failing").filter {
    !$0.contains("/parts/")
  }

  /// What `verbatim run` prints, run in the folder of the package.
  private static func output(of path: String) throws -> (text: String, isBad: Bool) {
    let root = PackageFolder.url.path()
    let loaded = try ScenarioRunner.load(path) { path throws(SourceLoadError) in
      SourceFile(path: path, bytes: try ScenarioFiles.read(root + path).bytes)
    }
    let runner = ScenarioRunner()
    let results =
      [loaded.unreadable].compactMap(\.self)
      + loaded.scenarios.map { runner.run($0, sources: loaded.sources) }
    let text = results.map(ConsoleReport.text).joined() + ConsoleReport.summary(of: results)
    return (text, results.contains { $0.verdict.isBad })
  }

  @Test func `there are scenarios that fail`() {
    #expect(Self.paths.count >= 24)
  }

  @Test(arguments: paths)
  func `it fails, and says why`(path: String) throws {
    let (text, isBad) = try Self.output(of: path)
    #expect(isBad)
    let expected = path.replacing(".chat", with: ".expected")
    if PackageFolder.isRenewing {
      try text.write(to: PackageFolder.url.appending(path: expected), atomically: true, encoding: .utf8)
      return
    }
    let isSame = try Array(text.utf8) == Array(PackageFolder.text(of: expected).utf8)
    #expect(
      isSame,
      "read what it says now, and if it is better: RENEW=1 swift test --filter FailingScenarioTests\n\(text)")
  }
}
