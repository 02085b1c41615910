import Testing

@testable import Engine

@Suite struct CursorTests {
  @Test(arguments: [0, 1, 0xffff, UInt64.max], [0, 7, UInt64.max])
  func `a cursor comes back from its text`(fingerprint: UInt64, position: UInt64) {
    let cursor = Cursor(fingerprint: fingerprint, position: position)
    #expect(cursor.text.utf8.count == 32)
    #expect(Cursor(text: cursor.text, fingerprint: fingerprint) == cursor)
  }

  @Test func `a cursor with any digit changed is none`() {
    let text = Cursor(fingerprint: 0x0123_4567_89ab_cdef, position: 42).text
    for place in text.indices {
      for digit in "0123456789abcdef" where digit != text[place] {
        let changed = text[..<place] + String(digit) + text[text.index(after: place)...]
        #expect(Cursor(text: String(changed), fingerprint: 0x0123_4567_89ab_cdef) == nil)
      }
    }
  }

  @Test func `a cursor of another query is none`() {
    let text = Cursor(fingerprint: 1, position: 42).text
    #expect(Cursor(text: text, fingerprint: 2) == nil)
    #expect(Cursor(text: text, fingerprint: 0) == nil)
  }

  @Test(arguments: [
    "", "0", String(repeating: "0", count: 31), String(repeating: "0", count: 33),
    String(repeating: "g", count: 32), String(repeating: "F", count: 32),
    "+" + String(repeating: "0", count: 31),
    String(repeating: "\u{e9}", count: 16), String(repeating: "\u{660}", count: 16),
    String(repeating: " ", count: 32),
  ])
  func `a text that no server made is none`(text: String) {
    #expect(Cursor(text: text, fingerprint: 0) == nil)
  }

  @Test func `fingerprints tell where one text ends and the next begins`() {
    func fingerprint(_ texts: String...) -> UInt64 {
      var fingerprint = Fingerprint()
      for text in texts { fingerprint.combine(text) }
      return fingerprint.value
    }
    #expect(fingerprint("ab", "c") != fingerprint("a", "bc"))
    #expect(fingerprint("", "a") != fingerprint("a", ""))
    #expect(fingerprint("") != fingerprint())
  }

  @Test func `the hash is FNV-1a with 64 bits`() {
    // The test vectors of the algorithm's authors.
    func hash(_ text: String) -> UInt64 {
      var fingerprint = Fingerprint()
      for byte in text.utf8 { fingerprint.combine(byte) }
      return fingerprint.value
    }
    #expect(hash("") == 0xcbf2_9ce4_8422_2325)
    #expect(hash("a") == 0xaf63_dc4c_8601_ec8c)
    #expect(hash("foobar") == 0x8594_4171_f739_67e8)
  }

  @Test(arguments: ["", "lobby", "été 茶", "n", "\u{10FFFF}"])
  func `the cursor of a list by name says the name, and nothing else does`(name: String) {
    let text = Cursor.text(after: name)
    #expect(Cursor.name(from: text) == name)
    #expect(Cursor(text: text, fingerprint: 0) == nil)
    #expect(Cursor.name(from: String(text.dropFirst())) == nil)
    #expect(Cursor.name(from: text + "0") == nil)
  }

  @Test(arguments: ["", "x", "n0", "nzz", "nFF", "nff", "0123456789abcdef0123456789abcdef"])
  func `what no list by name has made is no cursor of one`(text: String) {
    #expect(Cursor.name(from: text) == nil)
  }

  @Test func `a text that is too long for a name is nobody's name`() {
    let longest = String(repeating: "a", count: NameKey.mostCharacters)
    #expect(NameKey(longest).folded == longest)
    #expect(NameKey(longest + "a") == NameKey(""))
    #expect(NameKey("a" + String(repeating: "\u{0301}", count: 30_000)) == NameKey(""))
  }
}
