import ArgumentParser
import Conformance
import Foundation
import Harness
import Reports

/// The forms in which a run's results are written, where they were asked for. A file called `-` is standard output.
struct ReportFiles: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the results as JUnit XML to this file. With - a report goes to standard output, and everything else to standard error.",
      valueName: "file"))
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

  @Option(
    help: ArgumentHelp(
      "Write the results in the Test Anything Protocol (TAP) to this file.", valueName: "file"))
  var tap: String?

  @Flag(help: "Print annotations for GitHub Actions, and add a summary to the job ($GITHUB_STEP_SUMMARY).")
  var github = false

  @Flag(help: "Show how long it took in real time, in the summary, in JUnit XML and in JSON.")
  var timings = false

  func validate() throws {
    guard [junit, json, html, mermaid, tap].count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("Only one report can go to standard output; write the others to files.")
    }
  }

  /// Whether a report goes to standard output.
  var takeStandardOutput: Bool { [junit, json, html, mermaid, tap].contains("-") }

  /// Where results are told while the run goes on.
  var console: Console { Console(onStandardError: takeStandardOutput) }

  /// - Parameter conformance: What the results say of a server, where they are those of checks.
  func write(_ results: [ScenarioResult], conformance: ConformanceReport? = nil) throws {
    if let junit { try deliver(JUnitReport.text(of: results, withTimes: timings).utf8, to: junit) }
    if let json {
      try deliver(JSONReport.bytes(of: results, conformance: conformance, withTimes: timings), to: json)
    }
    if let html { try deliver(HTMLReport.text(of: results).utf8, to: html) }
    if let mermaid { try deliver(MermaidReport.text(of: results).utf8, to: mermaid) }
    if let tap { try deliver(TAPReport.text(of: results).utf8, to: tap) }
    if github { try writeForGitHub(results) }
  }

  private func deliver(_ bytes: some Sequence<UInt8>, to path: String) throws {
    guard path == "-" else { return try Self.write(bytes, to: path) }
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      throw ValidationError("The report cannot be written to standard output; write it to a file.")
    }
  }

  private func writeForGitHub(_ results: [ScenarioResult]) throws {
    let folder = FileManager.default.currentDirectoryPath
    let environment = ProcessInfo.processInfo.environment
    let report = GitHubReport(
      results, from: folder,
      workspace: environment["GITHUB_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 } ?? folder)
    console.write(report.annotations)
    guard let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
    // Other tools of the step may have written into it.
    let before = FileManager.default.contents(atPath: path) ?? Data()
    try Self.write(before + Data(report.summary.utf8), to: path)
  }

  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw ValidationError("The report \(path) cannot be written; choose another file.")
    }
  }
}
