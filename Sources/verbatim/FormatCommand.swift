import ArgumentParser
import Harness
import ScenarioLanguage

/// `verbatim format PATH…`
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Rewrite scenario files in the canonical layout.")

  @Argument(help: "Scenario files and folders.")
  var paths: [String]

  @Flag(help: "Change nothing; exit with 1 if a file is not in the canonical layout.")
  var check = false

  func run() throws {
    var changed: [String] = []
    var unreadable = false
    for path in try ScenarioFiles.found(paths) {
      let file: SourceFile
      do throws(SourceLoadError) {
        file = try ScenarioFiles.read(path)
      } catch {
        print(error.diagnostic(of: path).rendered(SourceSet()))
        unreadable = true
        continue
      }
      switch ScenarioFormatter.format(file) {
      case .failure(let failure):
        print(Masks.rendered(failure.diagnostics, SourceSet([file]), first: path))
        unreadable = true
      case .success(let text):
        guard Array(text.utf8) != file.bytes else { continue }
        changed.append(path)
        if !check { try write(text, to: path) }
        print(check ? "\(path) is not in the canonical layout" : "\(path) is rewritten")
      }
    }
    if unreadable { throw Outcome.unreadable }
    if check && !changed.isEmpty { throw Outcome.failed }
  }

  private func write(_ text: String, to path: String) throws {
    do throws(RewrittenFile.Failure) {
      try RewrittenFile.write(Array(text.utf8), to: path)
    } catch {
      throw ValidationError("\(path) cannot be written: \(error.reason).")
    }
  }
}
