import Harness
import Testing
import Watch

/// The results of a watch; `Tests/Watch` sees their order, and what it says in a pipe.
@Suite("Watch board") struct WatchBoardTests {
  @Test func `the run before is there where it was something else`() throws {
    var board = WatchBoard()
    board.keep(["a.chat"])
    board.put([try WatchFolder.result("a.chat", WatchFolder.failing)], of: "a.chat")
    #expect(board.before(board.results[0]) == nil)
    board.put([try WatchFolder.result("a.chat", WatchFolder.passing)], of: "a.chat")
    #expect(board.before(board.results[0])?.verdict.kind == .failed)
    board.put([try WatchFolder.result("a.chat", WatchFolder.passing)], of: "a.chat")
    #expect(board.before(board.results[0]) == nil)
  }

  @Test func `many files are counted where there is little room`() {
    var change = WatchedFiles.Change()
    (change.changed, change.deleted) = (["a.chat", "b.chat"], ["c.chat", "d.chat", "e.chat"])
    #expect(WatchText.heading(change, naming: 2) == "changed a.chat, b.chat; 3 files deleted")
    #expect(WatchText.heading(change) == "changed a.chat, b.chat; deleted c.chat, d.chat, e.chat")
    #expect(1.counted("file") == "1 file")
  }
}
