import Dispatch
import Foundation
import Harness
import Reports
import ScenarioLanguage
import Synchronization
import Wire

/// One scenario in the debugger, for one window of the page.
///
/// It has a thread of its own, since a scenario may take long and the watch goes on meanwhile.
final class PageDebugger: Sendable {
  private struct State {
    var lines: [String] = []
    var isOver = false
  }

  /// As much as a main thread has: readers of scenarios are recursive.
  private static let stackBytes = 8 << 20
  /// How many commands wait at most; the page sends one when the last is answered.
  private static let mostWaiting = 16

  private let state = Mutex(State())
  private let work = DispatchSemaphore(value: 0)

  /// Reads the scenario as its file is now, and lets everyone arrive.
  ///
  /// - Parameters:
  ///   - name: The name of the scenario.
  ///   - path: Its file.
  ///   - suite: What the scenario may say.
  ///   - report: Is given messages for the page, on a thread of its own.
  init(
    _ name: String, of path: String, in suite: WatchLoop.Suite, report: @escaping @Sendable (JSON) -> Void
  ) {
    let thread = Thread { [self] in serve(name, of: path, in: suite, report) }
    thread.stackSize = Self.stackBytes
    thread.start()
  }

  /// Has a command carried out after those that wait.
  func put(_ line: String) {
    let isTaken = state.withLock { state in
      guard state.lines.count < Self.mostWaiting else { return false }
      state.lines.append(line)
      return true
    }
    if isTaken { work.signal() }
  }

  /// Ends after the command that is carried out now, of which nothing is told.
  func end() {
    state.withLock { $0.isOver = true }
    work.signal()
  }

  private func serve(
    _ name: String, of path: String, in suite: WatchLoop.Suite, _ report: (JSON) -> Void
  ) {
    var debugger: Debugger
    do throws(WatchLoop.Refusal) {
      debugger = try Self.debugger(of: name, path, suite)
    } catch {
      return report(.frame("note", ("text", .string(error.message))))
    }
    var message = LivePage.position(of: debugger)
    while !state.withLock({ $0.isOver }) {
      report(message)
      guard let line = next() else { return }
      let answer = debugger.answer(line)
      guard !answer.isLast else { return }
      message = LivePage.position(of: debugger, after: answer)
    }
  }

  /// Waits for the next command; nil at the end.
  private func next() -> String? {
    work.wait()
    return state.withLock { $0.isOver ? nil : $0.lines.removeFirst() }
  }

  private static func debugger(
    of name: String, _ path: String, _ suite: WatchLoop.Suite
  ) throws(WatchLoop.Refusal) -> Debugger {
    let (vocabulary, variables) = (suite.vocabulary, suite.variables)
    let loaded = ScenarioRunner.loadReportingErrors(path, vocabulary: vocabulary, variables: variables)
    guard let row = loaded.scenarios.firstIndex(where: { $0.name == name }),
      loaded.scenarios[row].missingVariables.isEmpty
    else { throw .init(message: "\(name) cannot be read; its result says why") }
    let scenario = loaded.scenarios[row]
    if let obstacle = Debugger.obstacle(to: scenario) {
      throw .init(message: "the simulator cannot run \(name): \(obstacle)")
    }
    let read = { (path: String) throws(SourceLoadError) -> SourceFile in try ScenarioFiles.read(path) }
    let file: SourceFile
    do throws(SourceLoadError) {
      file = try read(path)
    } catch {
      throw .init(message: "\(path) cannot be read: \(error.reason)")
    }
    let reader = LineReader(
      of: file, scenario: row, variables: variables, vocabulary: vocabulary, load: read)
    do throws(ScenarioFailure) {
      return try Debugger(scenario, sources: loaded.sources, reader: reader, options: suite.options)
    } catch {
      throw .init(message: "\(name) fails before its first step; its result says why")
    }
  }
}
