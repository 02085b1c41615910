import Harness
import ScenarioLanguage

/// Scenario files in memory, so that a test shows the text that it is about.
struct ScenarioTexts {
  let files: [String: String]

  /// One file, called `test.chat`, and those that it includes.
  init(_ text: String, including others: [String: String] = [:]) {
    files = others.merging(["test.chat": text]) { $1 }
  }

  func read(_ path: String) throws(SourceLoadError) -> SourceFile {
    guard let text = files[path] else { throw SourceLoadError(reason: "there is no such file") }
    return SourceFile(path: path, text: text)
  }

  func load() throws -> ScenarioRunner.Loaded {
    try ScenarioRunner.load("test.chat", read: read)
  }

  /// The results of all cases, or of the file that is none.
  func run(crashesEverywhere: Bool = false) throws -> [ScenarioResult] {
    let loaded = try load()
    if let unreadable = loaded.unreadable { return [unreadable] }
    let runner = ScenarioRunner(crashesEverywhere: crashesEverywhere)
    return loaded.scenarios.map { runner.run($0, sources: loaded.sources) }
  }

  /// A scenario in which alice and bob have met in the lobby; the body begins at line 9, or further down after more
  /// lines of header.
  static func lobby(_ body: String, header: String = "") -> ScenarioTexts {
    let more = header.isEmpty ? "" : header + "\n"
    return ScenarioTexts(
      """
      title: In the lobby
      users: alice bob
      \(more)
      alice > /join lobby
      alice < user_list
      bob   > /join lobby
      bob   < user_list
      alice < user_join user=bob
      \(body)

      """)
  }
}

/// What is worth knowing of a failure in one text: `mismatch 9:13 alice received something else`.
func summary(_ verdict: Verdict) -> String {
  switch verdict {
  case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
    .interrupted(let failure):
    "\(failure.kind.rawValue) \(failure.place.line):\(failure.place.column) \(failure.message)"
  case .unreadable(let diagnostics):
    "unreadable "
      + diagnostics.map { "\($0.span.line):\($0.span.column) \($0.message)" }.joined(separator: "; ")
  case .passed, .skipped, .failedAsExpected, .passedUnexpectedly, .notApplicable, .notRun, .harnessError:
    verdict.kind.rawValue
  }
}
