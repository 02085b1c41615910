import Foundation
import Harness
import LiveStage
import ScenarioLanguage
import Server
import Watch
import WatchPage

/// Waits for files, keys and the page, has files run, and shows what came of them. Everything but the running is on one thread.
final class WatchLoop {
  /// What is watched, and what its scenarios may say.
  struct Suite: Sendable {
    let paths: [String]
    let variables: Variables
    let vocabulary: Vocabulary
    /// The options that running a scenario again needs.
    let options: [String]
  }

  /// What other threads tell.
  enum Message: Sendable {
    case ran(WorkQueue.Ticket, FileRunner.Outcome)
    case asked(PageRequest, by: PageServer.Client)
  }

  /// Why nothing comes of what somebody asks for.
  struct Refusal: Error {
    /// What is in the way and what helps, in one sentence.
    let message: String
  }

  /// How it ended.
  enum Ending {
    case quit
    case interrupted(signal: Int32)
  }

  let suite: Suite
  let terminal: WatchTerminal?
  let page: PageServer?
  let runners: FileRunners
  private(set) var board = WatchBoard()
  private var files: WatchedFiles
  private var quiet = QuietPeriod()
  private let events: FolderEvents
  private let doorbell: Doorbell<Message>
  /// What was changed and nobody was told yet; nil where all is told.
  private var untold: WatchedFiles.Change?
  private var hasToldStart = false
  /// When the first of what is not told was noticed.
  private var begin = ContinuousClock.now
  private(set) var status = "running"
  private var problem = ""
  var screen = WatchScreen()
  /// What was proposed at the terminal, and to clients of the page.
  var proposal: BlessProposal?
  var proposals: [PageServer.Client: BlessProposal] = [:]
  /// What is stepped through on the page, one scenario in each window.
  var debuggers: [PageServer.Client: PageDebugger] = [:]
  private var ending: Ending?

  init(
    _ suite: Suite, events: FolderEvents, doorbell: Doorbell<Message>, terminal: WatchTerminal?,
    page: PageServer?
  ) {
    (self.suite, self.events, self.doorbell) = (suite, events, doorbell)
    (self.terminal, self.page) = (terminal, page)
    files = WatchedFiles(suite.paths)
    // One beside a scenario that takes long, so that a change is seen at once.
    let count = max(2, Processors.available)
    runners = FileRunners(count: count) {
      let bounds = RunSupervisor.Bounds(scenario: RealDuration(seconds: 600))
      var runner = ScenarioRunner()
      runner.externalBots = Simulator.externalBots(deadlineSeconds: 10, silence: .milliseconds(500))
      runner.options = suite.options
      let session = ScenarioSession(runner, supervisor: RunSupervisor(bounds))
      return FileRunner(session, vocabulary: suite.vocabulary, variables: suite.variables)
    } report: { ticket, outcome in
      doorbell.put(.ran(ticket, outcome))
    }
  }

  /// Watches until somebody ends it.
  func run() -> Ending {
    look()
    show()
    while true {
      wait()
      if let signal = RunSignals.received { return .interrupted(signal: signal) }
      for message in doorbell.take() { take(message) }
      if events.take() {
        if quiet.rest(at: .now) == nil, untold == nil { begin = .now }
        quiet.note(at: .now)
      }
      if quiet.isOver(at: .now) { look() }
      tell()
      if let ending { return ending }
      show()
    }
  }

  /// Runs everything again.
  func runAll() {
    if untold == nil { begin = .now }
    var change = WatchedFiles.Change()
    change.run = files.files
    untold = untold?.joined(with: change) ?? change
    status = "running"
    runners.put(files.files)
  }

  func end(_ ending: Ending) { self.ending = ending }

  // MARK: - Waiting

  /// Waits for the next thing to do, or the end of a quiet period; keys are taken at once.
  private func wait() {
    var descriptors = [events.descriptor, doorbell.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    if terminal != nil { descriptors.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
    // Signals interrupt the wait, unless another thread takes them.
    let longest = Duration.milliseconds(500)
    let rest = min(longest, quiet.rest(at: .now) ?? longest).components
    let milliseconds = Int32(rest.seconds * 1000) + Int32(rest.attoseconds / 1_000_000_000_000_000) + 1
    guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return }
    if let terminal, descriptors.last?.fd == STDIN_FILENO, descriptors.last?.revents != 0 {
      guard let keys = terminal.keys() else { return end(.quit) }
      for key in keys { press(key) }
    }
  }

  private func take(_ message: Message) {
    switch message {
    case .ran(let ticket, let outcome):
      guard runners.finish(ticket) else { return }
      files.note(outcome.reads, of: ticket.file)
      board.put(outcome.results, of: ticket.file)
    case .asked(let request, let client): answer(request, of: client)
    }
  }

  // MARK: - Files

  private func look() {
    _ = follow()
    let change = files.look()
    guard !change.isEmpty else { return }
    board.keep(files.files)
    runners.drop(change.deleted)
    untold = untold?.joined(with: change) ?? change
    status = "running"
    runners.put(change.run)
  }

  /// Watches the folders that there are now; says whether one is new, in which something may have happened already.
  private func follow() -> Bool {
    do throws(FolderEvents.Failure) {
      return try events.follow(files.folders)
    } catch {
      if problem != error.message { complain(error.message) }
      problem = error.message
      return false
    }
  }

  private func complain(_ message: String) {
    if terminal == nil { StandardError.write("Error: \(message)\n") } else { screen.say(message) }
  }

  /// Tells what a change has led to, once all that it touches was run.
  private func tell() {
    guard let change = untold, runners.isIdle, quiet.rest(at: .now) == nil else { return }
    // What was read for the first time can be in folders that nobody watched.
    if follow() { quiet.note(at: .now) }
    untold = nil
    let took = (ContinuousClock.now - begin) / Duration.milliseconds(1)
    let heading =
      hasToldStart ? WatchText.heading(change, naming: 2) : files.files.count.counted("file")
    status = ([heading, "\(Int(took)) ms"] + files.problems).joined(separator: ", ")
    if terminal == nil {
      let text =
        hasToldStart
        ? WatchText.block(change, board, problems: files.problems)
        : WatchText.start(board, files: files.files.count)
      Console(onStandardError: false).write(text)
    }
    // At the start the first red one is selected anyway.
    let red = hasToldStart ? board.red(touchedBy: change) : []
    hasToldStart = true
    screen.turn(to: red, board)
    showOnPage(red: red)
  }

  private func show() {
    guard let terminal else { return }
    let place = page.map { "  \($0.url)" } ?? ""
    terminal.show(
      screen.rows(board, status: status + place, size: terminal.size, hasColours: terminal.hasColours))
  }
}
