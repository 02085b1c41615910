import Harness
import Testing
import Watch

/// The results of a watch: their order, and what it says in a pipe.
@Suite("Watch board") struct WatchBoardTests {
  private func board(_ files: [(String, String)]) throws -> WatchBoard {
    var board = WatchBoard()
    board.keep(files.map { $0.0 })
    for (name, text) in files { board.put([try WatchFolder.result(name, text)], of: name) }
    return board
  }

  @Test func `red results come first, each part in the order of the suite`() throws {
    let board = try board([
      ("a.chat", WatchFolder.passing), ("b.chat", WatchFolder.failing), ("c.chat", WatchFolder.passing),
      ("d.chat", "title: No\nusers: alice\nalice < what\n"),
    ])
    #expect(board.listed.map(\.name) == ["b.chat", "d.chat", "a.chat", "c.chat"])
    #expect(board.results.map(\.name) == ["a.chat", "b.chat", "c.chat", "d.chat"])
  }

  @Test func `the run before is there where it was something else`() throws {
    var board = try board([("a.chat", WatchFolder.failing)])
    #expect(board.before(board.results[0]) == nil)
    board.put([try WatchFolder.result("a.chat", WatchFolder.passing)], of: "a.chat")
    #expect(board.before(board.results[0])?.verdict.kind == .failed)
    board.put([try WatchFolder.result("a.chat", WatchFolder.passing)], of: "a.chat")
    #expect(board.before(board.results[0]) == nil)
  }

  @Test func `what is deleted is forgotten`() throws {
    var board = try board([("a.chat", WatchFolder.failing), ("b.chat", WatchFolder.passing)])
    board.keep(["b.chat"])
    #expect(board.listed.map(\.name) == ["b.chat"])
    #expect(board.result(named: "a.chat") == nil)
  }

  @Test func `a pipe gets what is red, and then a block for each change`() throws {
    let board = try board([("a.chat", WatchFolder.passing), ("b.chat", WatchFolder.failing)])
    let start = WatchText.start(board, files: 2)
    #expect(start.hasPrefix("== 2 files\nFAIL  b.chat: It fails\n"))
    #expect(start.hasSuffix("\n1 passed, 1 failed\n") && !start.contains("a.chat: It passes"))
    var change = WatchedFiles.Change()
    (change.changed, change.run) = (["setup/x.chat", "z.chat"], ["a.chat"])
    change.deleted = ["c.chat"]
    #expect(
      WatchText.block(change, board, problems: []) == """

        == changed setup/x.chat, z.chat; deleted c.chat
        pass  a.chat: It passes
        1 passed, 1 failed

        """)
    #expect(WatchText.heading(WatchedFiles.Change()) == "all again")
  }

  @Test func `many files are counted where there is little room`() {
    var change = WatchedFiles.Change()
    (change.changed, change.deleted) = (["a.chat", "b.chat"], ["c.chat", "d.chat", "e.chat"])
    #expect(WatchText.heading(change, naming: 2) == "changed a.chat, b.chat; 3 files deleted")
    #expect(WatchText.heading(change) == "changed a.chat, b.chat; deleted c.chat, d.chat, e.chat")
    #expect(1.counted("file") == "1 file")
  }
}
