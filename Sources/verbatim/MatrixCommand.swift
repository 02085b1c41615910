import ArgumentParser
import Foundation
import ProtocolRegistry
import Reports
import Wire

/// `verbatim matrix REPORT…`
struct MatrixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Compare several servers, clause by clause.",
    discussion: """
      Each report is the output of `verbatim conform --json` for one server. Without --markdown and --html the matrix is \
      printed as Markdown. The exit code is 0 whether or not the servers follow the protocol.

      With --clauses, each report is the output of `verbatim run --json`, and the matrix shows which clauses of the file \
      are covered, and how the scenarios that cover them ended.
      """)

  @Argument(
    help: ArgumentHelp(
      "Reports of `verbatim conform --json`, one per server; with --clauses, of `verbatim run --json`.",
      valueName: "report.json"))
  var reports: [String]

  @Option(
    name: .customLong("name"),
    help: "The name of a server; give one per report, in the same order. (default: the names of the files)")
  var names: [String] = []

  @Option(help: ArgumentHelp("Write the matrix as Markdown to this file.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write the matrix as one HTML page to this file.", valueName: "file"))
  var html: String?

  @OptionGroup var ownClauses: ClausesOption

  func validate() throws {
    if ownClauses.clauses != nil && html != nil {
      throw ValidationError("--html does not go with --clauses; leave it out, or write --markdown.")
    }
    guard names.isEmpty || names.count == reports.count else {
      throw ValidationError(
        "--name was given \(names.count) times for \(reports.count) reports; give it for each or for none.")
    }
    for (index, name) in columnNames.enumerated() where columnNames.firstIndex(of: name) != index {
      throw ValidationError("Two servers are called \(name); tell them apart by --name.")
    }
  }

  func run() throws {
    if let clauses = try ownClauses.list() { return try writeCoverage(of: clauses) }
    let matrix = ConformanceMatrix(try columns(ConformanceMatrix.Column.init(_:of:)))
    try ReportFiles.prepare(files: [markdown, html])
    if markdown == nil && html == nil { print(matrix.markdown, terminator: "") }
    if let markdown { try ReportFiles.write(matrix.markdown.utf8, to: markdown) }
    if let html { try ReportFiles.write(matrix.html.utf8, to: html) }
  }

  private func writeCoverage(of clauses: ClauseList) throws {
    let matrix = CoverageMatrix(clauses, try columns(CoverageMatrix.Column.init(_:of:)))
    if let markdown {
      try ReportFiles.write(matrix.markdown.utf8, to: markdown)
    } else {
      print(matrix.markdown, terminator: "")
    }
  }

  private var columnNames: [String] {
    names.isEmpty
      ? reports.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } : names
  }

  /// A column for each of the reports.
  private func columns<Column>(
    _ column: (String, JSON) throws(ConformanceMatrix.Mistake) -> Column
  ) throws -> [Column] {
    try zip(columnNames, reports).map { name, path in
      let report = try Self.report(at: path)
      do throws(ConformanceMatrix.Mistake) {
        return try column(name, report)
      } catch {
        throw ValidationError("\(path): \(error.message).")
      }
    }
  }

  private static func report(at path: String) throws -> JSON {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError(
        "The report \(path) cannot be read; name files that `verbatim conform --json` wrote.")
    }
    guard let report = try? JSON.parse(Array(data)) else {
      throw ValidationError("\(path) is not JSON; name files that `verbatim conform --json` wrote.")
    }
    return report
  }
}
