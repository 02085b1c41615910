import Foundation
import Harness

/// What the build has put into the program, by `Scripts/embed`.
enum Embedded {
  /// The scenarios that the package had when this program was built.
  static var scenarios: ScenarioArchive {
    guard let data = Data(base64Encoded: EmbeddedScenarios.base64), let archive = ScenarioArchive(Array(data))
    else { preconditionFailure("Scripts/embed has written no archive") }
    return archive
  }
}
