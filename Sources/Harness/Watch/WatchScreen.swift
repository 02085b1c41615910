package import Harness

/// The one screen of a watch: what is selected and shown, and what keys do to that.
package struct WatchScreen: Sendable {
  /// What has to be done because a key was pressed.
  package enum Action: Hashable, Sendable {
    case nothing
    case quit(isInterrupt: Bool)
    case runAll
    /// Work out what the scenario of this name would have to be, and ask by `ask`.
    case propose(name: String)
    /// Write what was proposed.
    case write
  }

  /// What is on the screen.
  enum View: Hashable, Sendable {
    case list
    /// All that is known of the selected result, from this line on.
    case text(top: Int)
    /// A patch, and the question whether to write it, from this line on.
    case question(patch: String, path: String, top: Int)
  }

  private(set) var view = View.list
  /// The name of what is selected; the first is where it is nil or gone.
  private(set) var selected: String?
  private(set) var showsOnlyFailures = false
  /// What was said last, until the next key.
  private(set) var note = ""

  package init() {}

  /// What the list has now, red ones first.
  func list(_ board: WatchBoard) -> [ScenarioResult] {
    showsOnlyFailures ? board.listed.filter(\.verdict.isBad) : board.listed
  }

  /// The result that keys are about; nil where the list is empty.
  package func selection(_ board: WatchBoard) -> ScenarioResult? {
    let list = list(board)
    return list.first { $0.name == selected } ?? list.first
  }

  /// Selects the first of the results that a change has left red, unless one of them is selected or a text is read.
  package mutating func turn(to red: [String], _ board: WatchBoard) {
    guard view == .list, let first = red.first, !red.contains(where: { $0 == selection(board)?.name })
    else { return }
    selected = first
  }

  /// Says something in the last line but one.
  package mutating func say(_ text: String) { note = text }

  /// Shows a patch and asks whether to write it.
  package mutating func ask(patch: String, path: String) {
    view = .question(patch: patch, path: path, top: 0)
  }

  /// Takes a key, on a terminal of this size.
  package mutating func press(_ key: Key, _ board: WatchBoard, size: Size) -> Action {
    note = ""
    switch (view, key) {
    case (_, .interrupt): return .quit(isInterrupt: true)
    case (.question, .character("y")), (.question, .character("Y")):
      view = .list
      return .write
    case (.question(let patch, let path, let top), _):
      guard let distance = key.distance else {
        view = .list
        note = "\(path) stays as it is"
        return .nothing
      }
      view = .question(patch: patch, path: path, top: scrolled(top, by: distance, board, size))
    case (_, .character("q")): return .quit(isInterrupt: false)
    case (_, .character("r")): return .runAll
    case (_, .character("b")):
      guard let result = selection(board) else { return .nothing }
      if result.verdict.kind == .failed { return .propose(name: result.name) }
      note = "only a scenario that failed can be blessed"
    case (_, .character("f")):
      showsOnlyFailures.toggle()
      view = .list
    case (.text, .character(" ")), (.text, .enter), (.text, .escape): view = .list
    case (.text(let top), _):
      view = .text(top: scrolled(top, by: key.distance ?? 0, board, size))
    case (.list, .character(" ")): open(board)
    case (.list, .enter):
      // Where nothing is wrong, there is nothing to read.
      guard let result = selection(board), result.verdict.isBad else { return .runAll }
      open(board)
    case (.list, _): select(at: key.distance ?? 0, board)
    }
    return .nothing
  }

  private mutating func open(_ board: WatchBoard) {
    if selection(board) != nil { view = .text(top: 0) }
  }

  /// The first row after scrolling, which ends where the last row is seen.
  private func scrolled(_ top: Int, by distance: Int, _ board: WatchBoard, _ size: Size) -> Int {
    let last = lastTop(board, size)
    // A terminal that has grown since then shows more.
    return max(0, min(last, min(last, top) + distance))
  }

  private mutating func select(at distance: Int, _ board: WatchBoard) {
    let list = list(board)
    guard !list.isEmpty else { return }
    let current = list.firstIndex { $0.name == selected } ?? 0
    selected = list[min(list.count - 1, max(0, current + distance))].name
  }
}

extension Key {
  /// How far the key moves down; nil for keys that do not.
  fileprivate var distance: Int? {
    switch self {
    case .down, .character("j"): 1
    case .up, .character("k"): -1
    case .pageDown: 10
    case .pageUp: -10
    case .character, .enter, .escape, .interrupt: nil
    }
  }
}
