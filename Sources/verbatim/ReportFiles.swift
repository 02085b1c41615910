import ArgumentParser
import Conformance
import Foundation
import Harness
import Reports

/// The files that a run's results are written to, where they were asked for.
struct ReportFiles: ParsableArguments {
  @Option(help: ArgumentHelp("Write the results as JUnit XML to this file.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the results as JSON to this file.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp("Write the results as one HTML page to this file.", valueName: "file"))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Write the conversations as Markdown with Mermaid sequence diagrams to this file.", valueName: "file"))
  var mermaid: String?

  @Flag(help: "Show how long it took in real time, in the summary and in JUnit XML.")
  var timings = false

  /// - Parameter conformance: What the results say of a server, where they are those of checks.
  func write(_ results: [ScenarioResult], conformance: ConformanceReport? = nil) throws {
    if let junit { try Self.write(JUnitReport.text(of: results, withTimes: timings).utf8, to: junit) }
    if let json { try Self.write(JSONReport.bytes(of: results, conformance: conformance), to: json) }
    if let html { try Self.write(HTMLReport.text(of: results).utf8, to: html) }
    if let mermaid { try Self.write(MermaidReport.text(of: results).utf8, to: mermaid) }
  }

  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw ValidationError("The report \(path) cannot be written; choose another file.")
    }
  }
}
