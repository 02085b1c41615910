import ArgumentParser
import Foundation
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
      """)

  @Argument(
    help: ArgumentHelp("Reports of `verbatim conform --json`, one per server.", valueName: "report.json"))
  var reports: [String]

  @Option(
    name: .customLong("name"),
    help: "The name of a server; give one per report, in the same order. (default: the names of the files)")
  var names: [String] = []

  @Option(help: ArgumentHelp("Write the matrix as Markdown to this file.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write the matrix as one HTML page to this file.", valueName: "file"))
  var html: String?

  func validate() throws {
    guard names.isEmpty || names.count == reports.count else {
      throw ValidationError(
        "--name was given \(names.count) times for \(reports.count) reports; give it for each or for none.")
    }
    for (index, name) in columnNames.enumerated() where columnNames.firstIndex(of: name) != index {
      throw ValidationError("Two servers are called \(name); tell them apart by --name.")
    }
  }

  func run() throws {
    let matrix = ConformanceMatrix(
      try zip(columnNames, reports).map { try Self.column($0, from: $1) })
    try ReportFiles.prepare(files: [markdown, html])
    if markdown == nil && html == nil { print(matrix.markdown, terminator: "") }
    if let markdown { try ReportFiles.write(matrix.markdown.utf8, to: markdown) }
    if let html { try ReportFiles.write(matrix.html.utf8, to: html) }
  }

  private var columnNames: [String] {
    names.isEmpty
      ? reports.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } : names
  }

  private static func column(_ name: String, from path: String) throws -> ConformanceMatrix.Column {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError(
        "The report \(path) cannot be read; name files that `verbatim conform --json` wrote.")
    }
    guard let report = try? JSON.parse(Array(data), maximumBytes: .max, maximumDepth: 64) else {
      throw ValidationError("\(path) is not JSON; name files that `verbatim conform --json` wrote.")
    }
    do throws(ConformanceMatrix.Mistake) {
      return try ConformanceMatrix.Column(name, of: report)
    } catch {
      throw ValidationError("\(path): \(error.message).")
    }
  }
}
