import Harness
import TestSupport
import Testing

/// What `Docs/scenarios.md` shows can be run.
@Suite struct ScenarioDocumentTests {
  /// The examples that are whole, and need no other file, no variable and no program.
  static let examples: [String] = {
    let document = (try? PackageFolder.text(of: "Docs/scenarios.md")) ?? ""
    return document.matches(of: /```chat\n([^`]*)```/).map { String($0.output.1) }
      .filter { example in
        example.hasPrefix("title:") && example.contains(" < ")
          && !["variables:", "exec ", "include ", ".csv"].contains { example.contains($0) }
      }
  }()

  @Test func `there are such examples`() {
    #expect(Self.examples.count >= 5)
  }

  /// The bugs of known failures are invented, so that those examples pass unexpectedly.
  @Test(arguments: examples)
  func `an example that is whole passes`(example: String) throws {
    for result in try ScenarioTexts(example).run() {
      let isKnownToFail = example.contains("BUG-")
      #expect(
        result.verdict.kind == .passed || (isKnownToFail && result.verdict.kind == .passedUnexpectedly),
        "\(summary(result.verdict))")
    }
  }
}
