import ArgumentParser
import Harness

/// `verbatim merge REPORT…`
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Merge the reports of several runs, such as those of shards, into one.",
    discussion: """
      Each report is the output of `verbatim run --json` or `verbatim certify --json`. The results come in the order of the \
      reports, and those of shards in the order of the whole. Failures and the summary are printed, and the exit code is that of one \
      run with all these results.
      """)

  @Argument(
    help: ArgumentHelp("Reports of `verbatim run --json`.", valueName: "report.json"))
  var paths: [String]

  @Flag(help: "Exit with 0 also where every scenario was skipped.")
  var allowSkipped = false

  @OptionGroup var reports: ReportFiles

  func run() throws {
    try reports.prepare()
    let results = try paths.flatMap { try EarlierReport($0, for: "merge").results() }.inOrderOfSuite()
    let console = reports.console
    for result in results where result.verdict.isBad { console.write(result) }
    console.write(ConsoleReport.summary(of: results))
    throw Outcome.ofRun(
      results, allowsSkipped: allowSkipped, areReportsWritten: reports.write(results))
  }
}
