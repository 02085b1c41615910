import Testing

@testable import Engine

@Suite struct KeyRingTests {
  private func entry(_ key: String, _ content: UInt64 = 1) -> KeyRing.Entry {
    KeyRing.Entry(key: key, content: content, seq: 1, at: .virtualStart, sessions: 0)
  }

  @Test func `a key is found with its content, and refused with another`() throws {
    var ring = KeyRing()
    ring.remember(entry("k"), limit: 3)
    #expect(try ring.find("k", content: 1) == entry("k"))
    #expect(try ring.find("other", content: 1) == nil)
    let refusal = try #require(throws: Refusal.self) { try ring.find("k", content: 2) }
    #expect(refusal.code == .keyReused)
  }

  @Test func `the oldest keys are forgotten, and can then be used for something else`() throws {
    var ring = KeyRing()
    for key in ["a", "b", "c", "d"] { ring.remember(entry(key), limit: 3) }
    #expect(try ring.find("a", content: 2) == nil)
    #expect(throws: Refusal.self) { try ring.find("b", content: 2) }
    ring.remember(entry("a", 2), limit: 1)
    #expect(try ring.find("d", content: 9) == nil)
    #expect(try ring.find("a", content: 2)?.content == 2)
  }
}
