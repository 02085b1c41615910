import Foundation
import Harness
import ScenarioLanguage

/// Rewrites failed expectations, after showing the change and asking.
struct Bless {
  let asks: Bool
  let variables: Variables
  /// The words that scenarios may use.
  let vocabulary: Vocabulary

  /// Blesses each file that failed; what cannot be blessed is said and left as it is.
  func rewrite(_ results: [ScenarioResult]) throws {
    var seen: [String] = []
    for result in results where result.verdict.failure?.kind != .skipped {
      guard result.verdict.kind == .failed, !seen.contains(result.path) else { continue }
      seen.append(result.path)
      do throws(ScenarioBlesser.Refusal) {
        // Cases that were not run stay as they are.
        let names = Set(
          results.filter { $0.path == result.path && $0.verdict.kind != .notRun }.map(\.name))
        let edits = try ScenarioBlesser.edits(
          of: result.path, variables: variables, including: { names.contains($0.name) },
          vocabulary: vocabulary)
        guard !edits.isEmpty else {
          print("\(result.path): nothing in the file can be changed to make it pass")
          continue
        }
        // The file itself has its secrets as they are.
        print(Masks.masked(edits.patch(), hiding: variables.secrets), terminator: "")
        if asks && !confirmed(result.path) { continue }
        write(edits.result)
      } catch {
        print(error.message)
      }
    }
  }

  private func confirmed(_ path: String) -> Bool {
    print("Write \(path)? [y/N] ", terminator: "")
    fflush(nil)
    return ["y", "yes"].contains(readLine()?.lowercased())
  }

  private func write(_ file: SourceFile) {
    do throws(RewrittenFile.Failure) {
      try RewrittenFile.write(file.bytes, to: file.path)
      print("\(file.path) is rewritten; run it again to see that it passes")
    } catch {
      print("\(file.path) cannot be written: \(error.reason)")
    }
  }
}
