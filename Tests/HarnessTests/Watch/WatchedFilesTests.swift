import Harness
import Testing
import Watch

/// What a change of files touches.
@Suite("Watched files") struct WatchedFilesTests {
  private func change(
    changed: [String] = [], new: [String] = [], deleted: [String] = [], run: [String] = []
  ) -> WatchedFiles.Change {
    var change = WatchedFiles.Change()
    (change.changed, change.new, change.deleted, change.run) = (changed, new, deleted, run)
    return change
  }

  @Test func `an included file runs all that include it`() throws {
    let folder = try WatchFolder([
      "a.chat": WatchFolder.including, "b.chat": WatchFolder.passing, "c.chat": WatchFolder.including,
      "setup/meeting.chat": WatchFolder.meeting,
    ])
    var files = WatchedFiles([folder.path])
    _ = folder.look(&files)
    try folder.write("# \(WatchFolder.meeting)", to: "setup/meeting.chat")
    let found = folder.look(&files)
    #expect(found == change(changed: ["setup/meeting.chat"], run: ["a.chat", "c.chat"]))
  }

  @Test func `an included file that is not there yet counts too`() throws {
    let folder = try WatchFolder(["a.chat": WatchFolder.including])
    var files = WatchedFiles([folder.path])
    let before = folder.verdicts(&files)
    #expect(before == [.unreadable])
    try folder.write(WatchFolder.meeting, to: "setup/meeting.chat")
    let after = folder.verdicts(&files)
    #expect(after == [.passed])
  }

  @Test func `a file with cases counts too`() throws {
    let text = WatchFolder.passing.replacing("users:", with: "cases: rooms.csv\nusers:")
      .replacing("/join lobby", with: "/join $room")
    let folder = try WatchFolder(["a.chat": text, "rooms.csv": "room\nhall\n"])
    var files = WatchedFiles([folder.path])
    let before = folder.verdicts(&files)
    #expect(before == [.passed])
    try folder.write("room\nhall\nattic\n", to: "rooms.csv")
    let after = folder.verdicts(&files)
    #expect(after == [.passed, .passed])
  }

  @Test func `where nothing is left, that is said, and goes when something comes`() throws {
    let folder = try WatchFolder(["a.chat": WatchFolder.passing])
    var files = WatchedFiles([folder.path(of: "a.chat")])
    _ = folder.look(&files)
    try folder.remove("a.chat")
    let found = folder.look(&files)
    #expect(found == change(deleted: ["a.chat"]))
    #expect(files.problems == ["there is no file or folder \(folder.path(of: "a.chat"))"])
    try folder.write(WatchFolder.passing, to: "a.chat")
    let then = folder.look(&files)
    #expect(then == change(new: ["a.chat"], run: ["a.chat"]))
    #expect(files.problems == [])
  }

  @Test func `a file that is saved while it runs is run again`() throws {
    let folder = try WatchFolder(["a.chat": WatchFolder.passing])
    var files = WatchedFiles([folder.path])
    let runner = FileRunner(ScenarioSession(ScenarioRunner(), supervisor: RunSupervisor()))
    let first = try #require(files.look().run.first)
    let outcome = runner.run(first)
    try folder.write(WatchFolder.failing, to: "a.chat")
    files.note(outcome.reads, of: folder.path(of: "a.chat"))
    let found = folder.look(&files)
    #expect(found == change(changed: ["a.chat"], run: ["a.chat"]))
  }

  @Test func `changes before anybody was told are one`() {
    let first = change(changed: ["x"], new: ["b", "c"], deleted: ["d"], run: ["a", "b", "c"])
    let second = change(changed: ["x", "y"], new: ["d"], deleted: ["c"], run: ["a", "d"])
    #expect(
      first.joined(with: second)
        == change(changed: ["x", "y"], new: ["b", "d"], deleted: ["c"], run: ["a", "b", "d"]))
  }
}
