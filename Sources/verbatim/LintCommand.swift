import ArgumentParser
import Harness
import Reports
import ScenarioLanguage

/// `verbatim lint PATH…`
struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Find mistakes in scenario files without running them.",
    discussion: """
      A header line `lint-off: RULE …` switches rules off for one file. The rules are \
      \(DiagnosticCode.lintRules.map(\.rawValue).joined(separator: ", ")). `verbatim explain RULE` explains one.
      """)

  @Argument(help: "Scenario files and folders.")
  var paths: [String]

  @Option(
    name: .customLong("disable"),
    help: ArgumentHelp("Switch a rule off; repeat the option for more.", valueName: "rule"))
  var disabledNames: [String] = []

  @OptionGroup var ownClauses: ClausesOption

  @Flag(help: "Print the findings as JSON.")
  var json = false

  func run() throws {
    let disabled = Set(try disabledNames.map(Self.rule))
    let vocabulary = try ownClauses.vocabulary()
    let files = try ScenarioFiles.found(paths)
    var all: [Diagnostic] = []
    for path in files {
      let (found, sources) = Self.lint(path, vocabulary, disabled)
      let shown = Masks.shown(found, sources, first: path)
      if !json, !found.isEmpty {
        print(Diagnostic.rendered(shown.diagnostics, shown.sources, namesRules: true))
      }
      all += shown.diagnostics
    }
    let errors = all.count { $0.severity == .error }
    let warnings = all.count { $0.severity == .warning }
    if json {
      print(String(decoding: LintReport.bytes(of: all, files: files.count), as: UTF8.self), terminator: "")
    } else {
      print("\(files.count.counted("file")), \(errors.counted("error")), \(warnings.counted("warning"))")
    }
    if errors > 0 { throw Outcome.unreadable }
    if warnings > 0 { throw Outcome.failed }
  }

  /// What is wrong with a file; that it cannot be read is an error too.
  private static func lint(
    _ path: String, _ vocabulary: Vocabulary, _ disabled: Set<DiagnosticCode>
  ) -> (diagnostics: [Diagnostic], sources: SourceSet) {
    do throws(SourceLoadError) {
      return Linter.lint(try ScenarioFiles.read(path), vocabulary: vocabulary, disabled: disabled) {
        path throws(SourceLoadError) in try ScenarioFiles.read(path)
      }
    } catch {
      return ([error.diagnostic(of: path)], SourceSet())
    }
  }

  /// The rule of this name, or a usage error that says which one was meant.
  private static func rule(named name: String) throws -> DiagnosticCode {
    if let rule = DiagnosticCode.lintRule(named: name) { return rule }
    let known = DiagnosticCode.lintRules.map(\.rawValue)
    throw ValidationError(
      "--disable: no rule of lint", called: name, among: known,
      otherwise: ". The rules are \(known.joined(separator: " ")).")
  }
}

extension ScenarioFiles {
  /// The files that the paths name, or a usage error that says what is wrong with a path.
  static func found(_ paths: [String]) throws -> [String] {
    do throws(ScenarioFiles.Failure) {
      return try find(paths)
    } catch {
      throw ValidationError(error.message)
    }
  }
}
