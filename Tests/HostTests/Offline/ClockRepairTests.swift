import Engine
import Store
import TestSupport
import Testing

@testable import Host

/// A database that a server with a wrong clock has left.
struct ClockRepairTests {
  @Test func `goes on from the right time, with all that was there`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file()
    let right = Instant.virtualStart
    do {
      let chat = try Chat(store: .file(path: path))
      try chat.passes(seconds: 10 * 365 * 86_400)
      let alice = try chat.user("alice", in: "lobby")
      try alice.sends(#"{"type":"chat_message","room":"lobby","message":"from the future"}"#)
    }
    let finding = try ClockRepair.look(at: path)
    #expect(finding.text.hasPrefix("2035-12-"))
    let engine = try Recovery.engine(from: try Archive(path: path))
    #expect(throws: StoreError.self) { try ClockRepair.check(engine, by: right) }
    #expect(throws: Never.self) {
      try ClockRepair.check(engine, by: engine.now.advanced(byMilliseconds: -ClockRepair.bound))
    }

    try ClockRepair.repair(path, to: right)
    #expect(try ClockRepair.look(at: path).newest == right)
    let archive = try Archive(path: path)
    #expect(try Recovery.engine(from: archive).isOnline(UserID(1)))
    #expect(try FileCheck.run(archive).fault == nil)
    #expect(try Replay.run(archive).difference == nil)
    // Whoever waited to be resumed still is, for as long as there was left.
    let resumable = try #require(try Recovery.engine(from: archive).nextDeadline)
    #expect(resumable == right.advanced(byMilliseconds: 300_000))
  }
}
