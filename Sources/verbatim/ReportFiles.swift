import ArgumentParser
import Foundation
import Harness

/// The files that a run's results are written to, where they were asked for.
struct ReportFiles: ParsableArguments {
  @Option(help: ArgumentHelp("Write the results as JUnit XML to this file.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the results as JSON to this file.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the results as one HTML page for people to this file.", valueName: "file"))
  var html: String?

  func write(_ results: [ScenarioResult]) throws {
    func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
      do {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
      } catch {
        throw ValidationError("The report \(path) cannot be written; choose another file.")
      }
    }
    if let junit { try write(JUnitReport.text(of: results).utf8, to: junit) }
    if let json { try write(JSONReport.bytes(of: results), to: json) }
    if let html { try write(HTMLReport.text(of: results).utf8, to: html) }
  }
}
