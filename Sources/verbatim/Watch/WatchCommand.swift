import ArgumentParser
import Foundation
import Harness
import ScenarioLanguage
import Watch
import WatchPage

/// `verbatim watch PATH…`
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Run scenario files in the simulator whenever they, or files that they include, are saved.",
    discussion: """
      On a terminal the results fill one screen, red ones first. Keys: j k or arrows select, space shows the text of a \
      result, f only failures, b blesses the selected scenario after showing the patch and asking, r runs all again, q \
      quits. Enter shows the text of a red result, and otherwise runs all again. In a pipe each change is a block of lines.
      """)

  @Argument(
    help: ArgumentHelp(
      "Scenario files and folders.",
      discussion: "Hidden names and folders called `failing`, `setup` and `node_modules` are left out."))
  var paths: [String]

  @Flag(help: "Show the results on a page too, live, and open it in the browser.")
  var open = false

  @Option(
    help: ArgumentHelp(
      "Serve the page on this port of 127.0.0.1; without --open no browser is opened. (default with --open: a free port)",
      valueName: "port"))
  var port: Int?

  @OptionGroup var variableOptions: VariableOptions

  @OptionGroup var ownClauses: ClausesOption

  func validate() throws {
    guard !paths.contains("-") else {
      throw ValidationError("Standard input cannot be watched; name files and folders.")
    }
    try require(port, in: 1...65_535, "--port is")
  }

  func run() throws {
    let suite = WatchLoop.Suite(
      paths: paths, variables: try variableOptions.variables(), vocabulary: try ownClauses.vocabulary(),
      options: variableOptions.words + ownClauses.words)
    // Later there may be none for a while; now it is a mistake.
    _ = try ScenarioFiles.found(paths)
    RunSignals.take()
    guard let doorbell = Doorbell<WatchLoop.Message>() else {
      throw ValidationError("The process may open no more files; raise the limit of open files (ulimit -n).")
    }
    let events: FolderEvents
    do throws(FolderEvents.Failure) {
      events = try FolderEvents()
    } catch {
      throw ValidationError("\(error.message).")
    }
    let page = open || port != nil ? try page(telling: doorbell) : nil
    defer { page?.shutDown() }
    // Where nobody reads the output any more and there is no page, nobody watches.
    if page == nil { _ = signal(SIGPIPE, SIG_DFL) }
    let terminal = WatchTerminal()
    defer { terminal?.close() }
    if let page, terminal == nil { Console(onStandardError: false).write("the page is \(page.url)\n") }
    if let page, open { Browser.open(page.url) }
    let loop = WatchLoop(suite, events: events, doorbell: doorbell, terminal: terminal, page: page)
    switch loop.run() {
    case .quit: break
    case .interrupted(let signal): throw Outcome.interrupted(by: signal)
    }
  }

  private func page(telling doorbell: Doorbell<WatchLoop.Message>) throws -> PageServer {
    do throws(PageServer.Failure) {
      return try PageServer(port: port ?? 0) { request, client in doorbell.put(.asked(request, by: client)) }
    } catch {
      throw ValidationError(error.message)
    }
  }
}
