package import Harness
package import ScenarioLanguage

/// Runs one scenario file with all its cases, and remembers what was read for it.
package struct FileRunner {
  private let session: ScenarioSession
  private let vocabulary: Vocabulary
  private let variables: Variables

  /// What came of a file.
  package struct Outcome: Sendable {
    /// A result for each case, or the one that says why there is none.
    package let results: [ScenarioResult]
    /// The files that were asked for, with their stamps from before they were read.
    package let reads: [String: FileStamp]
  }

  /// - Parameters:
  ///   - session: Runs the scenarios; nothing else uses it.
  ///   - vocabulary: The words that scenarios may use.
  ///   - variables: What stands for the variables that files declare.
  package init(_ session: ScenarioSession, vocabulary: Vocabulary = .chat, variables: Variables = Variables())
  {
    (self.session, self.vocabulary, self.variables) = (session, vocabulary, variables)
  }

  /// Reads and runs a file.
  package func run(_ file: String) -> Outcome {
    // A file that is not there is remembered too: the scenario is touched once somebody writes it.
    var reads = [file: FileStamp(of: file)]
    let loaded = ScenarioRunner.loadReportingErrors(file, vocabulary: vocabulary, variables: variables) {
      path throws(SourceLoadError) in
      if reads[path] == nil { reads[path] = FileStamp(of: path) }
      return try ScenarioFiles.read(path)
    }
    let results = SuiteItem.items(of: loaded).map { item in
      switch item {
      case .scenario(let scenario, let sources): session.run(scenario, sources: sources)
      case .unreadable(let result): result
      }
    }
    return Outcome(results: results, reads: reads)
  }
}
