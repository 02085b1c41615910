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
  /// Errors: lines that come from a macro or another file, lines that two cases or clients would have differently, and lines that would
  /// get the value of a secret variable are left to a person.
  ///
  /// - Parameters:
  ///   - variables: What stands for the variables that the file declares.
  ///   - isIncluded: Whether a scenario is blessed; other cases of the file are not looked at.
  ///   - vocabulary: The words that scenarios may use.
  package static func edits(
    of path: String, variables: Variables = Variables(),
    read: @escaping Read = ScenarioFiles.read,
    including isIncluded: (Scenario) -> Bool = { _ in true }, vocabulary: Vocabulary = .chat
  ) throws(Refusal) -> LineEdits {
    let file: SourceFile
    let scenarios: [Scenario]
    do throws(SourceLoadError) {
      file = try read(path)
      scenarios = try ScenarioRunner.load(
        path, vocabulary: vocabulary, variables: variables, read: read
      ).scenarios
    } catch {
      throw Refusal(message: "cannot read \(path): \(error.reason)")
    }
    let lines = ScenarioParser.parse(file).0.lines
    var wanted: [LineEdits.Edit] = []
    for scenario in scenarios where isIncluded(scenario) {
      // What one case, or one round of a loop, wants is wanted once, even where another wants the same; within it every
      // event counts.
      var others = wanted
      var trail: [TrailEntry] = []
      for correction in corrections(of: scenario) {
        if correction.origin.trail != trail {
          trail = correction.origin.trail
          others = wanted
        }
        for edit in try Self.edits(correction, path: path, lines, cells: scenario.cells) {
          try check(edit, of: file, hides: variables.secrets)
          if let index = others.firstIndex(of: edit) {
            others.remove(at: index)
          } else {
            wanted.append(edit)
          }
        }
      }
    }
    let edits: LineEdits
    do throws(LineEdits.Conflict) {
      edits = inLayout(try LineEdits(wanted, of: file), wanted, of: file)
    } catch {
      throw disagreement(at: "\(path):\(error.line)")
    }
    if !edits.isEmpty { try check(edits.result, isIncluded, vocabulary, variables, read) }
    return edits
  }

  /// The same changes with the columns of the table as wide as they have to be now, where the file was in the canonical layout.
  private static func inLayout(
    _ edits: LineEdits, _ wanted: [LineEdits.Edit], of file: SourceFile
  ) -> LineEdits {
    let keepsLines = wanted.allSatisfy { edit in
      switch edit {
      case .replace, .replacePart: true
      case .insert, .delete: false
      }
    }
    guard keepsLines, laidOut(file)?.bytes == file.bytes, let result = laidOut(edits.result) else {
      return edits
    }
    let (old, new) = (SourceText(file).lines, SourceText(result).lines)
    guard old.count == new.count else { return edits }
    let changed = old.indices.filter { !old[$0].utf8.elementsEqual(new[$0].utf8) }
    return (try? LineEdits(changed.map { .replace(line: $0 + 1, with: new[$0]) }, of: file)) ?? edits
  }

  private static func laidOut(_ file: SourceFile) -> SourceFile? {
    (try? ScenarioFormatter.format(file).get()).map { SourceFile(path: file.path, text: $0) }
  }

  private static func corrections(of scenario: Scenario) -> [Correction] {
    guard let run = try? ScenarioRun(scenario, crashesEverywhere: false) else { return [] }
    var stepper = ScenarioStepper(run)
    stepper.run.corrections = []
    // A failure that no correction can mend ends the run; what was found before it still helps.
    try? stepper.finish()
    return stepper.run.corrections ?? []
  }

  /// The blessed file must still be a scenario, and nothing in it may need a further correction.
  private static func check(
    _ blessed: SourceFile, _ isIncluded: (Scenario) -> Bool, _ vocabulary: Vocabulary,
    _ variables: Variables, _ read: @escaping Read
  ) throws(Refusal) {
    let loaded: ScenarioRunner.Loaded
    do throws(SourceLoadError) {
      loaded = try ScenarioRunner.load(
        blessed.path, vocabulary: vocabulary, variables: variables
      ) { path throws(SourceLoadError) in
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
    for scenario in loaded.scenarios where isIncluded(scenario) {
      guard let correction = corrections(of: scenario).first else { continue }
      throw disagreement(at: "\(blessed.path):\(correction.origin.span.line)")
    }
  }

  /// A secret must not come from a run into a file. One that a line has already stays there.
  private static func check(
    _ edit: LineEdits.Edit, of file: SourceFile, hides secrets: [KnownSecret]
  ) throws(Refusal) {
    let number: Int
    let (old, new): (String, String)
    switch edit {
    case .replace(let line, let text), .replacePart(let line, _, let text):
      number = line
      (old, new) = (SourceText(file).line(line) ?? "", text)
    case .insert(let line, let text):
      number = line
      (old, new) = ("", text)
    case .delete: return
    }
    for secret in secrets {
      guard case .variable(let name) = secret.placeholder else { continue }
      let isWritten = Masks.finds(secret, in: new) && !Masks.finds(secret, in: old)
      guard isWritten else { continue }
      throw Refusal(
        message:
          "\(file.path):\(number): what came has the secret value of $\(name) in it, which is written into no file; write $\(name) there by hand"
      )
    }
  }

  private static func disagreement(at place: String) -> Refusal {
    Refusal(message: "\(place): two cases or clients need different lines; change it by hand")
  }
}

// MARK: - Corrections to edits

extension ScenarioBlesser {
  private static func edits(
    _ correction: Correction, path: String, _ lines: [SyntaxLine], cells: [String: SourceSpan]
  ) throws(Refusal) -> [LineEdits.Edit] {
    let origin = correction.origin
    if case .append(_, let client, let actual) = correction {
      // After a call or an include there is a place for a line, whatever it expands to.
      let last = end(of: origin.trail.last?.site.line ?? origin.span.line, lines)
      let neighbour = lines.indices.contains(last - 1) ? lines[last - 1] : nil
      return [.insert(before: last + 1, text: Blessing.line(who: client, event: actual, like: neighbour))]
    }
    guard origin.trail.allSatisfy(\.isRound), origin.span.path == path,
      lines.indices.contains(origin.span.line - 1)
    else {
      throw Refusal(
        message: "\(origin.span.description) comes from a macro or another file; change it by hand")
    }
    let number = origin.span.line
    let line = lines[number - 1]
    switch correction {
    case .delete: return [.delete(line: number)]
    case .insert(_, let client, let actual), .append(_, let client, let actual):
      return [.insert(before: number, text: Blessing.line(who: client, event: actual, like: line))]
    case .replace(let expectation, let actual, let bindings):
      // In a loop the name of a column may stand for the value of the round.
      let edits = Blessing.edits(
        line, expectation: expectation, actual: actual, bindings: bindings,
        cells: origin.trail.isEmpty ? cells : [:])
      guard let edits else {
        throw Refusal(
          message: "\(origin.span.description) cannot be rewritten to expect what came; change it by hand")
      }
      let fileOfCells = cells.values.first?.path ?? path
      for case .replacePart(let line, _, _) in edits where fileOfCells != path {
        throw Refusal(message: "\(fileOfCells):\(line) has a cell that does not match; change it by hand")
      }
      return edits
    }
  }

  /// The last line of what begins at a line: of a block or a loop that is its `end`.
  private static func end(of number: Int, _ lines: [SyntaxLine]) -> Int {
    guard lines.indices.contains(number - 1) else { return number }
    var depth = 0
    for line in lines[(number - 1)...] {
      switch line.kind {
      case .block, .loop, .macro: depth += 1
      case .end: depth -= 1
      case .blank, .comment, .header, .caseRow, .section, .send, .expectation, .advance, .until, .fault,
        .include, .call, .invalid:
        break
      }
      if depth == 0 { return line.number }
    }
    return number
  }
}
