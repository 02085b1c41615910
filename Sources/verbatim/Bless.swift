import Foundation
import Harness
import ScenarioLanguage

/// Rewrites failed expectations, after showing the change and asking.
struct Bless {
  let asks: Bool
  /// The words that scenarios may use.
  let vocabulary: Vocabulary

  /// Blesses each file that failed; what cannot be blessed is said and left as it is.
  func rewrite(_ results: [ScenarioResult]) throws {
    var seen: [String] = []
    for result in results where result.verdict.kind == .failed && !seen.contains(result.path) {
      seen.append(result.path)
      do throws(ScenarioBlesser.Refusal) {
        // Cases that were not selected stay as they are.
        let names = Set(results.filter { $0.path == result.path }.map(\.name))
        let edits = try ScenarioBlesser.edits(
          of: result.path, including: { names.contains($0.name) }, vocabulary: vocabulary)
        guard !edits.isEmpty else {
          print("\(result.path): nothing in the file can be changed to make it pass")
          continue
        }
        print(edits.patch(), terminator: "")
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
