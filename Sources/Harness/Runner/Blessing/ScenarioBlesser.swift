package import ScenarioLanguage
import Wire

/// Works out how a scenario file would have to read so that it passes.
package enum ScenarioBlesser {
  /// Why a file cannot be blessed by a program.
  package struct Refusal: Error, Hashable, Sendable {
    /// What is in the way and what helps, in one sentence.
    package let message: String
  }

  /// Gives the file at a path.
  package typealias Read = (String) throws(SourceLoadError) -> SourceFile

  /// The changes to one file. There are none where it passes, or where the failure is not that of an expectation.
  ///
  /// The file as it would be is run too: whoever writes it need not bless it again.
  ///
  /// Errors: lines that come from a macro or another file, and lines that two cases or clients would have differently,
  /// are left to a person.
  ///
  /// - Parameter variables: What stands for the variables that the file declares.
  package static func edits(
    of path: String, variables: Variables = Variables(),
    read: @escaping Read = { path throws(SourceLoadError) in try ScenarioFiles.read(path) }
  ) throws(Refusal) -> LineEdits {
    let file: SourceFile
    let scenarios: [Scenario]
    do throws(SourceLoadError) {
      file = try read(path)
      scenarios = try ScenarioRunner.load(path, variables: variables, read: read).scenarios
    } catch {
      throw Refusal(message: "cannot read \(path): \(error.reason)")
    }
    let lines = ScenarioParser.parse(file).0.lines
    var wanted: [LineEdits.Edit] = []
    for scenario in scenarios {
      // What one case wants is wanted once, even where another case wants the same; within a case every event counts.
      var others = wanted
      for correction in corrections(of: scenario) {
        let edit = try edit(correction, path: path, lines)
        if let index = others.firstIndex(of: edit) { others.remove(at: index) } else { wanted.append(edit) }
      }
    }
    let edits: LineEdits
    do throws(LineEdits.Conflict) {
      edits = try LineEdits(wanted, of: file)
    } catch {
      throw disagreement(at: "\(path):\(error.line)")
    }
    if !edits.isEmpty { try check(edits.result, variables, read) }
    return edits
  }

  private static func corrections(of scenario: Scenario) -> [Correction] {
    guard var run = try? ScenarioRun(scenario, crashesEverywhere: false) else { return [] }
    run.corrections = []
    // A failure that no correction can mend ends the run; what was found before it still helps.
    try? run.run()
    return run.corrections ?? []
  }

  /// The blessed file must still be a scenario, and nothing in it may need a further correction.
  private static func check(
    _ blessed: SourceFile, _ variables: Variables, _ read: @escaping Read
  ) throws(Refusal) {
    let loaded: ScenarioRunner.Loaded
    do throws(SourceLoadError) {
      loaded = try ScenarioRunner.load(blessed.path, variables: variables) { path throws(SourceLoadError) in
        path == blessed.path ? blessed : try read(path)
      }
    } catch {
      throw Refusal(message: "cannot read \(blessed.path): \(error.reason)")
    }
    if case .unreadable(let diagnostics)? = loaded.unreadable?.verdict, let first = diagnostics.first {
      throw Refusal(
        message:
          "\(first.span.description): once it is changed to what happened, \(first.message); change it by hand"
      )
    }
    for scenario in loaded.scenarios {
      guard let correction = corrections(of: scenario).first else { continue }
      throw disagreement(at: "\(blessed.path):\(correction.origin.span.line)")
    }
  }

  private static func disagreement(at place: String) -> Refusal {
    Refusal(message: "\(place): two cases or clients need different lines; change it by hand")
  }
}

// MARK: - Corrections to edits

extension ScenarioBlesser {
  private static func edit(
    _ correction: Correction, path: String, _ lines: [SyntaxLine]
  ) throws(Refusal) -> LineEdits.Edit {
    let origin = correction.origin
    if case .append(_, let client, let actual) = correction {
      // After a call or an include there is a place for a line, whatever it expands to.
      let last = end(of: origin.trail.last?.site.line ?? origin.span.line, lines)
      let neighbour = lines.indices.contains(last - 1) ? lines[last - 1] : nil
      return .insert(before: last + 1, text: Blessing.line(who: client, event: actual, like: neighbour))
    }
    guard origin.trail.isEmpty, origin.span.path == path, lines.indices.contains(origin.span.line - 1) else {
      throw Refusal(
        message: "\(origin.span.description) comes from a macro or another file; change it by hand")
    }
    let number = origin.span.line
    let line = lines[number - 1]
    switch correction {
    case .delete: return .delete(line: number)
    case .insert(_, let client, let actual), .append(_, let client, let actual):
      return .insert(before: number, text: Blessing.line(who: client, event: actual, like: line))
    case .replace(let expectation, let actual, let bindings):
      let text = Blessing.line(line, expectation: expectation, actual: actual, bindings: bindings)
      guard let text else {
        throw Refusal(
          message: "\(origin.span.description) cannot be rewritten to expect what came; change it by hand")
      }
      return .replace(line: number, with: text)
    }
  }

  /// The last line of what begins at a line: of a block that is its `end`.
  private static func end(of number: Int, _ lines: [SyntaxLine]) -> Int {
    guard lines.indices.contains(number - 1), case .block = lines[number - 1].kind else { return number }
    let end = lines[number...].first { line in
      if case .end = line.kind { true } else { false }
    }
    return end?.number ?? number
  }
}
