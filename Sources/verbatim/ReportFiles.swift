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

  /// Gets ready to write, before anything is run whose results would then be lost.
  func prepare() throws { try Self.prepare(files: [junit, json, html, mermaid]) }

  /// Makes the folders of files that are missing; a usage error names a file that cannot be written.
  static func prepare(files paths: [String?]) throws {
    for path in paths.compactMap(\.self) {
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
    Self.write(files: [
      (junit, { Array(JUnitReport.text(of: results, withTimes: timings).utf8) }),
      (json, { JSONReport.bytes(of: results, conformance: conformance) }),
      (html, { Array(HTMLReport.text(of: results).utf8) }),
      (mermaid, { Array(MermaidReport.text(of: results).utf8) }),
    ])
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
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw unwritable(path)
    }
  }

  private static func unwritable(_ path: String) -> ValidationError {
    ValidationError("The report \(path) cannot be written; choose another file.")
  }
}
