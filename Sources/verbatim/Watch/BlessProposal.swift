import Foundation
import Harness
import ScenarioLanguage
import Watch

/// How a file would have to read so that one of its scenarios passes, until somebody says yes.
struct BlessProposal {
  let path: String
  /// The change as a patch, without secrets.
  let patch: String
  private let blessed: SourceFile
  private let stamp: FileStamp

  /// Works out what the scenario's file would have to be; other cases of it are not looked at.
  init(for result: ScenarioResult, in suite: WatchLoop.Suite) throws(WatchLoop.Refusal) {
    if ProcessInfo.processInfo.environment["CI"] != nil {
      throw .init(message: "nothing is blessed where the variable CI is set")
    }
    path = result.path
    stamp = FileStamp(of: result.path)
    let name = result.name
    let edits: LineEdits
    do throws(ScenarioBlesser.Refusal) {
      edits = try ScenarioBlesser.edits(
        of: result.path, variables: suite.variables, including: { $0.name == name },
        vocabulary: suite.vocabulary)
    } catch {
      throw .init(message: error.message)
    }
    guard !edits.isEmpty else {
      throw .init(message: "\(result.path): nothing in the file can be changed to make it pass")
    }
    patch = Masks.masked(edits.patch(), hiding: suite.variables.secrets)
    blessed = edits.result
  }

  /// Writes it, unless somebody else has written the file since.
  func write() throws(WatchLoop.Refusal) {
    guard FileStamp(of: path) == stamp else {
      throw .init(message: "\(path) was changed meanwhile, and stays as it is; bless it again")
    }
    do throws(RewrittenFile.Failure) {
      try RewrittenFile.write(blessed.bytes, to: blessed.path)
    } catch {
      throw .init(message: "\(path) cannot be written: \(error.reason)")
    }
  }
}
