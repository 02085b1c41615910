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
    guard paths.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("Only one report can go to standard output; write the others to files.")
    }
  }

  private var paths: [String] { [junit, json, html, mermaid, tap].compactMap(\.self) }

  /// Whether a report goes to standard output.
  var takeStandardOutput: Bool { paths.contains("-") }

  /// Where results are told while the run goes on.
  var console: Console { Console(onStandardError: takeStandardOutput) }

  /// Gets ready to write, before anything is run whose results would then be lost.
  ///
  /// - Parameter inputs: Files that no report may take the place of.
  func prepare(keeping inputs: [String] = []) throws {
    var taken = Set(inputs.map(Self.place))
    if let path = paths.first(where: { $0.hasSuffix(".chat") }) {
      throw ValidationError(
        "The report \(path) has the name of a scenario; name the report before the scenario.")
    }
    for path in paths where path != "-" && !path.hasPrefix("/dev/") {
      guard taken.insert(Self.place(path)).inserted else {
        throw ValidationError(
          "The report \(path) would overwrite another file of this run; choose another file.")
      }
    }
    try Self.prepare(files: paths)
  }

  private static func place(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Makes the folders of files that are missing; a usage error names a file that cannot be written.
  static func prepare(files paths: [String?]) throws {
    for path in paths.compactMap(\.self) where path != "-" {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      guard isWritable(path, in: folder.path) else { throw unwritable(path) }
    }
  }

  private static func isWritable(_ path: String, in folder: String) -> Bool {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      return !isFolder.boolValue && FileManager.default.isWritableFile(atPath: path)
    }
    let isNamed = !path.isEmpty && !path.hasSuffix("/")
    let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
    return isNamed && isThere && isFolder.boolValue && FileManager.default.isWritableFile(atPath: folder)
  }

  /// Writes the reports that were asked for; whether all could be written.
  ///
  /// - Parameter conformance: What the results say of a server, where they are those of checks.
  func write(_ results: [ScenarioResult], conformance: ConformanceReport? = nil) -> Bool {
    var files: [(path: String?, bytes: () -> [UInt8])] = [
      (junit, { Array(JUnitReport.text(of: results, withTimes: timings).utf8) }),
      (json, { JSONReport.bytes(of: results, conformance: conformance, withTimes: timings) }),
      (html, { Array(HTMLReport.text(of: results).utf8) }),
      (mermaid, { Array(MermaidReport.text(of: results).utf8) }),
      (tap, { Array(TAPReport.text(of: results).utf8) }),
    ]
    if github { files.append(annotated(results)) }
    return Self.write(files: files)
  }

  /// Prints the annotations, and gives the file of the summary with its text, where GitHub has one.
  private func annotated(_ results: [ScenarioResult]) -> (path: String?, bytes: () -> [UInt8]) {
    let environment = ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    let folder = FileManager.default.currentDirectoryPath
    let report = GitHubReport(results, from: folder, workspace: environment["GITHUB_WORKSPACE"] ?? folder)
    console.write(report.annotations)
    let path = environment["GITHUB_STEP_SUMMARY"]
    // Other tools of the step may have written into it, and may have left out the last line feed.
    var before = path.flatMap { FileManager.default.contents(atPath: $0) } ?? Data()
    if let last = before.last, last != UInt8(ascii: "\n") { before.append(UInt8(ascii: "\n")) }
    return (path, { Array(before) + Array(report.summary.utf8) })
  }

  /// Writes each file that has a path; whether all could be written. One that cannot is named on standard error, and the others are
  /// written all the same.
  static func write(files: [(path: String?, bytes: () -> [UInt8])]) -> Bool {
    var areWritten = true
    for file in files {
      guard let path = file.path else { continue }
      do throws(ValidationError) {
        try write(file.bytes(), to: path)
      } catch {
        StandardError.write("Error: \(error.message)\n")
        areWritten = false
      }
    }
    return areWritten
  }

  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(ValidationError) {
    do {
      if path == "-" { return try FileHandle.standardOutput.write(contentsOf: Data(bytes)) }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw unwritable(path)
    }
  }

  private static func unwritable(_ path: String) -> ValidationError {
    ValidationError("The report \(path) cannot be written; choose another file.")
  }
}
