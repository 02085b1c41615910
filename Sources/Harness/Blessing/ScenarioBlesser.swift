package import ScenarioLanguage
import Wire

/// Works out how a scenario file would have to read so that it passes.
package enum ScenarioBlesser {
  /// Why a file cannot be blessed by a program.
  package struct Refusal: Error, Hashable, Sendable {
    /// What is in the way and what helps, in one sentence.
    package let message: String
  }

  /// The changes to one file. There are none where it passes, or where the failure is not that of an expectation.
  ///
  /// Errors: lines that come from a macro or another file, and lines that two cases would have differently, are left
  /// to a person.
  package static func edits(of path: String) throws(Refusal) -> LineEdits {
    let file: SourceFile
    do throws(SourceLoadError) {
      file = try ScenarioFiles.read(path)
    } catch {
      throw Refusal(message: "cannot read \(path): \(error.reason)")
    }
    let lines = ScenarioParser.parse(file).0.lines
    var edits: [LineEdits.Edit] = []
    for scenario in ScenarioRunner.load(path).scenarios {
      for correction in corrections(of: scenario) {
        guard correction.origin.trail.isEmpty, correction.origin.span.path == path else {
          throw Refusal(
            message:
              "\(correction.origin.span.description) comes from a macro or another file; change it by hand")
        }
        if let edit = edit(correction, lines), !edits.contains(edit) { edits.append(edit) }
      }
    }
    do throws(LineEdits.Conflict) {
      return try LineEdits(edits, of: file)
    } catch {
      throw Refusal(
        message: "\(path):\(error.line): two cases or clients need different lines; change it by hand")
    }
  }

  private static func corrections(of scenario: Scenario) -> [Correction] {
    guard var run = try? ScenarioRun(scenario, crashesEverywhere: false) else { return [] }
    run.corrections = []
    // A failure that no correction can mend ends the run; what was found before it still helps.
    try? run.run()
    return run.corrections ?? []
  }

  private static func edit(_ correction: Correction, _ lines: [SyntaxLine]) -> LineEdits.Edit? {
    let number = correction.origin.span.line
    guard lines.indices.contains(number - 1) else { return nil }
    let line = lines[number - 1]
    switch correction {
    case .delete: return .delete(line: number)
    case .insert(_, let client, let actual):
      return .insert(before: number, text: Blessing.line(who: client, event: actual, like: line))
    case .replace(let expectation, let actual, let bindings):
      return Blessing.line(line, expectation: expectation, actual: actual, bindings: bindings)
        .map { .replace(line: number, with: $0) }
    }
  }
}
