import Harness
import Reports
import Watch
import WatchPage
import Wire

/// What keys and the page ask for.
extension WatchLoop {
  // MARK: - Keys

  /// Does what a key is for.
  func press(_ key: Key) {
    guard let terminal else { return }
    switch screen.press(key, board, size: terminal.size) {
    case .nothing: break
    case .quit(let isInterrupt): end(isInterrupt ? .interrupted(signal: 2) : .quit)
    case .runAll: runAll()
    case .propose(let name):
      guard let result = board.result(named: name) else { return }
      do throws(Refusal) {
        let proposal = try BlessProposal(for: result, in: suite)
        screen.ask(patch: proposal.patch, path: proposal.path)
        self.proposal = proposal
      } catch {
        screen.say(error.message)
      }
    case .write:
      defer { proposal = nil }
      do throws(Refusal) {
        try proposal?.write()
      } catch {
        screen.say(error.message)
      }
    }
  }

  // MARK: - The page

  /// Shows what there is now to everyone who looks at the page, and what a change has left red.
  func showOnPage(red: [String]) { page?.send(list(red: red)) }

  /// Answers what somebody does on the page.
  func answer(_ request: PageRequest, of client: PageServer.Client) {
    switch request {
    case .opened: page?.send(list(red: []), to: client)
    case .closed:
      proposals[client] = nil
      debuggers.removeValue(forKey: client)?.end()
    case .run: runAll()
    case .show(let name):
      guard let result = board.result(named: name) else { return }
      let html = LivePage.article(of: result, before: board.before(result))
      page?.send(.frame("result", ("name", .string(name)), ("html", .string(html))), to: client)
    case .bless(let name):
      guard let result = board.result(named: name) else { return }
      guard result.verdict.kind == .failed else {
        return say("only a scenario that failed can be blessed", to: client)
      }
      do throws(Refusal) {
        let proposal = try BlessProposal(for: result, in: suite)
        proposals[client] = proposal
        page?.send(
          .frame("patch", ("path", .string(proposal.path)), ("patch", .string(proposal.patch))), to: client)
      } catch {
        say(error.message, to: client)
      }
    case .write:
      do throws(Refusal) {
        try proposals.removeValue(forKey: client)?.write()
      } catch {
        say(error.message, to: client)
      }
    case .debug(let name):
      debuggers.removeValue(forKey: client)?.end()
      guard let page, let result = board.result(named: name) else { return }
      debuggers[client] = PageDebugger(name, of: result.path, in: suite) { page.send($0, to: client) }
    case .command(let line): debuggers[client]?.put(line)
    case .leave: debuggers.removeValue(forKey: client)?.end()
    }
  }

  private func say(_ text: String, to client: PageServer.Client) {
    page?.send(.frame("note", ("text", .string(text))), to: client)
  }

  private func list(red: [String]) -> JSON {
    let results = board.listed
    return .frame(
      "list", ("title", .string(HTMLReport.title(of: results))),
      ("summary", .string(ConsoleReport.summaryInOneLine(of: results))), ("status", .string(status)),
      ("isRed", .bool(results.contains { $0.verdict.isBad })),
      ("names", .array(results.map { .string($0.name) })), ("red", .array(red.map { .string($0) })),
      ("html", .string(LivePage.list(of: results))))
  }
}
