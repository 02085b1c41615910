import Harness
import Testing

@testable import Watch

/// The screen of a watch on a terminal.
@Suite("Watch screen") struct WatchScreenTests {
  private let board: WatchBoard

  init() throws {
    var board = WatchBoard()
    board.keep(["a.chat", "b.chat", "c.chat"])
    for (name, text) in [("a", WatchFolder.passing), ("b", WatchFolder.failing), ("c", WatchFolder.passing)] {
      board.put([try WatchFolder.result("\(name).chat", text)], of: "\(name).chat")
    }
    self.board = board
  }

  private func rows(_ screen: WatchScreen, rows: Int = 24) -> [String] {
    screen.rows(
      board, status: "3 files", size: WatchScreen.Size(columns: 60, rows: rows), hasColours: false)
  }

  @Test(arguments: [1, 5, 6, 10, 24, 100])
  func `it has as many rows as the terminal, and none is too long`(height: Int) {
    let shown = rows(WatchScreen(), rows: height)
    #expect(shown.count == max(5, height))
    #expect(shown.allSatisfy { $0.count <= 60 })
  }

  @Test func `red results come first, and below is what is wrong with the selected one`() {
    let shown = rows(WatchScreen())
    #expect(shown[0] == "2 passed, 1 failed")
    #expect(
      Array(shown[2...4]) == [
        "> failed b.chat: It fails", "  passed a.chat: It passes", "  passed c.chat: It passes",
      ])
    #expect(shown.contains { $0.hasPrefix("test.chat:5:") })
    #expect(shown[22] == "3 files")
  }

  @Test func `keys select, and what is selected stays so when the order changes`() throws {
    var screen = WatchScreen()
    let firstAction = screen.press(.character("j"), board)
    #expect(firstAction == .nothing)
    #expect(screen.selection(board)?.name == "a.chat")
    _ = screen.press(.down, board)
    _ = screen.press(.down, board)
    #expect(screen.selection(board)?.name == "c.chat")
    var changed = board
    changed.put([try WatchFolder.result("c.chat", WatchFolder.failing)], of: "c.chat")
    #expect(screen.selection(changed)?.name == "c.chat")
    _ = screen.press(.up, changed)
    #expect(screen.selection(changed)?.name == "b.chat")
    changed.keep(["a.chat"])
    #expect(screen.selection(changed)?.name == "a.chat")
  }

  @Test func `space shows the text, and goes back`() {
    var screen = WatchScreen()
    let firstAction = screen.press(.character(" "), board)
    #expect(firstAction == .nothing)
    #expect(rows(screen)[2] == "FAIL  b.chat: It fails")
    _ = screen.press(.character("j"), board)
    #expect(screen.view == .text(top: 1))
    _ = screen.press(.character(" "), board)
    #expect(screen.view == .list)
  }

  @Test func `enter opens what is red, and otherwise runs all`() {
    var screen = WatchScreen()
    let firstAction = screen.press(.enter, board)
    #expect(firstAction == .nothing)
    #expect(screen.view == .text(top: 0))
    _ = screen.press(.enter, board)
    _ = screen.press(.down, board)
    let nextAction = screen.press(.enter, board)
    #expect(nextAction == .runAll)
    let lastAction = screen.press(.character("r"), board)
    #expect(lastAction == .runAll)
  }

  @Test func `f leaves only what failed, and takes it back`() {
    var screen = WatchScreen()
    _ = screen.press(.character("f"), board)
    #expect(screen.list(board).map(\.name) == ["b.chat"])
    _ = screen.press(.character("f"), board)
    #expect(screen.list(board).count == 3)
  }

  @Test(arguments: [("y", WatchScreen.Action.write), ("n", .nothing), ("q", .nothing)])
  func `b asks before anything is written`(key: String, action: WatchScreen.Action) {
    var screen = WatchScreen()
    let firstAction = screen.press(.character("b"), board)
    #expect(firstAction == .propose(name: "b.chat"))
    screen.ask(patch: "-old\n+new", path: "b.chat")
    #expect(rows(screen)[2...3] == ["-old", "+new"])
    #expect(rows(screen)[23].hasPrefix("Write b.chat?"))
    let nextAction = screen.press(.character(Character(key)), board)
    #expect(nextAction == action)
    #expect(screen.view == .list)
  }

  @Test func `what has not failed is not blessed`() {
    var screen = WatchScreen()
    _ = screen.press(.down, board)
    let firstAction = screen.press(.character("b"), board)
    #expect(firstAction == .nothing)
    #expect(rows(screen)[22] == "only a scenario that failed can be blessed")
  }

  @Test func `q quits, and so does Ctrl-C`() {
    var screen = WatchScreen()
    let firstAction = screen.press(.character("q"), board)
    #expect(firstAction == .quit(isInterrupt: false))
    let nextAction = screen.press(.interrupt, board)
    #expect(nextAction == .quit(isInterrupt: true))
  }

  @Test func `keys are read from what a terminal sends`() {
    let bytes: [UInt8] = Array("j\u{1B}[A\u{1B}OB\u{1B}[5~\u{1B}[6~\u{1B}[3~ \r\u{3}é".utf8)
    #expect(
      Key.keys(in: bytes) == [
        .character("j"), .up, .down, .pageUp, .pageDown, .character(" "), .enter, .interrupt,
      ])
    #expect(Key.keys(in: [0x1B]) == [.escape])
  }
}
