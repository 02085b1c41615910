import Testing

@testable import Engine

/// What inputs lead to must not change without a new number: a journal would lead to another state than it did.
@Suite struct BehaviourTests {
  @Test func `the same inputs lead to what they led to when this behaviour was released`() {
    let stage = Stage.crowded()
    var fingerprint = Fingerprint()
    for byte in stage.engine.canonicalBytes { fingerprint.combine(byte) }
    #expect(
      (Engine.behaviour, String(fingerprint.value, radix: 16)) == (7, "47c952379e96c875"),
      """
      The crowded stage leads to another state than it did. Where the stage has more inputs than before, or the state only has
      another layout, put the new number here. Otherwise raise Engine.behaviour; see Docs/formats.md.
      """)
  }

  /// Names of users and rooms are compared by tables of ours, so that another toolchain is the same behaviour.
  @Test func `names are folded and judged as they were when this behaviour was released`() {
    var fingerprint = Fingerprint()
    let limits = Limits()
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      for byte in NameKey(text).folded.utf8 { fingerprint.combine(byte) }
      fingerprint.combine((try? NameRule.user.check(text, limits: limits)) == nil ? UInt8(0) : 1)
    }
    #expect(
      (Engine.behaviour, String(fingerprint.value, radix: 16)) == (7, "d7ccb5c4a02c5274"),
      "The tables are not those of this behaviour; raise Engine.behaviour, see Docs/formats.md.")
  }
}
