import Harness
import Testing

@testable import Watch

/// The screen of a watch on a terminal.
@Suite("Watch screen") struct WatchScreenTests {
  private let board: WatchBoard
  private let size = WatchScreen.Size(columns: 60, rows: 24)

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

  @Test func `keys select, and what is selected stays so when the order changes`() throws {
    var screen = WatchScreen()
    let firstAction = screen.press(.character("j"), board, size: size)
    #expect(firstAction == .nothing)
    #expect(screen.selection(board)?.name == "a.chat")
    _ = screen.press(.down, board, size: size)
    _ = screen.press(.down, board, size: size)
    #expect(screen.selection(board)?.name == "c.chat")
    var changed = board
    changed.put([try WatchFolder.result("c.chat", WatchFolder.failing)], of: "c.chat")
    #expect(screen.selection(changed)?.name == "c.chat")
    _ = screen.press(.up, changed, size: size)
    #expect(screen.selection(changed)?.name == "b.chat")
    changed.keep(["a.chat"])
    #expect(screen.selection(changed)?.name == "a.chat")
  }

  @Test func `what a change has left red is selected, unless it is already or a text is read`() throws {
    var board = board
    var screen = WatchScreen()
    _ = screen.press(.down, board, size: size)
    board.put([try WatchFolder.result("c.chat", WatchFolder.failing)], of: "c.chat")
    var change = WatchedFiles.Change()
    change.run = ["a.chat", "b.chat", "c.chat"]
    #expect(board.red(touchedBy: change) == [], "all was run again")
    change.changed = ["setup/x.chat"]
    let red = board.red(touchedBy: change)
    #expect(red == ["b.chat", "c.chat"])

    _ = screen.press(.character(" "), board, size: size)
    screen.turn(to: red, board)
    #expect(screen.selection(board)?.name == "a.chat")
    _ = screen.press(.character(" "), board, size: size)
    screen.turn(to: ["c.chat"], board)
    #expect(screen.selection(board)?.name == "c.chat")
    screen.turn(to: red, board)
    #expect(screen.selection(board)?.name == "c.chat")
    board.keep(["a.chat", "b.chat"])
    #expect(screen.selection(board)?.name == "b.chat", "it is gone, and the first red one is next")
  }

  @Test func `a text and a patch scroll to the row that fills the screen, and back at once`() {
    let low = WatchScreen.Size(columns: 60, rows: 6)
    var screen = WatchScreen()
    _ = screen.press(.character(" "), board, size: low)
    let last = screen.lastTop(board, low)
    #expect(last > 2)
    for _ in 0..<100 { _ = screen.press(.down, board, size: low) }
    #expect(screen.view == .text(top: last))
    _ = screen.press(.up, board, size: low)
    #expect(screen.view == .text(top: last - 1))
    // A terminal that has grown shows all.
    _ = screen.press(.up, board, size: WatchScreen.Size(columns: 60, rows: 100))
    #expect(screen.view == .text(top: 0))

    screen.ask(patch: "-1\n-2\n+3\n+4", path: "b.chat")
    for _ in 0..<9 { _ = screen.press(.pageDown, board, size: low) }
    #expect(rows(screen, rows: 6)[2...3] == ["+3", "+4"])
    _ = screen.press(.up, board, size: low)
    #expect(rows(screen, rows: 6)[2...3] == ["-2", "+3"])
  }

  @Test func `long lines of a text and a patch go on in the next row`() throws {
    var board = board
    let name = String(repeating: "b", count: 70)
    let text = WatchFolder.failing.replacing("It fails", with: "It \(name)")
    board.put([try WatchFolder.result("b.chat", text)], of: "b.chat")
    var screen = WatchScreen()
    _ = screen.press(.character(" "), board, size: size)
    let shown = screen.rows(board, status: "", size: size, hasColours: false)
    #expect(shown[2...3].joined() == "FAIL  b.chat: It \(name)")
    #expect(shown[2].count == 60)

    screen.ask(patch: "+\(name)世\n", path: "b.chat")
    let patch = screen.rows(
      board, status: "", size: WatchScreen.Size(columns: 36, rows: 24), hasColours: true)
    #expect(
      patch[2...4] == [
        "\u{1B}[32m+\(name.prefix(35))\u{1B}[0m", "\u{1B}[32m\(name.prefix(35))\u{1B}[0m",
        "\u{1B}[32m世\u{1B}[0m",
      ])
  }

  @Test func `enter opens what is red, and otherwise runs all`() {
    var screen = WatchScreen()
    let firstAction = screen.press(.enter, board, size: size)
    #expect(firstAction == .nothing)
    #expect(screen.view == .text(top: 0))
    _ = screen.press(.enter, board, size: size)
    _ = screen.press(.down, board, size: size)
    let nextAction = screen.press(.enter, board, size: size)
    #expect(nextAction == .runAll)
    let lastAction = screen.press(.character("r"), board, size: size)
    #expect(lastAction == .runAll)
  }

  @Test(arguments: [("y", WatchScreen.Action.write), ("n", .nothing), ("q", .nothing)])
  func `b asks before anything is written`(key: String, action: WatchScreen.Action) {
    var screen = WatchScreen()
    let firstAction = screen.press(.character("b"), board, size: size)
    #expect(firstAction == .propose(name: "b.chat"))
    screen.ask(patch: "-old\n+new", path: "b.chat")
    #expect(rows(screen)[2...3] == ["-old", "+new"])
    #expect(rows(screen)[23].hasPrefix("Write b.chat?"))
    let nextAction = screen.press(.character(Character(key)), board, size: size)
    #expect(nextAction == action)
    #expect(screen.view == .list)
  }

  @Test func `what has not failed is not blessed`() {
    var screen = WatchScreen()
    _ = screen.press(.down, board, size: size)
    let firstAction = screen.press(.character("b"), board, size: size)
    #expect(firstAction == .nothing)
    #expect(rows(screen)[22] == "only a scenario that failed can be blessed")
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
