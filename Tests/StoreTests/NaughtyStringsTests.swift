import Engine
import Foundation
import TestSupport
import Testing

@testable import Store

@Suite(
  .enabled(
    if: SharedData.exists(SharedData.naughtyStringsFile), "there is no \(SharedData.naughtyStringsFile.path)")
)
struct NaughtyStringsTests {
  @Test func `each string comes back byte for byte and can be searched for`() throws {
    let strings = try SharedData.naughtyStrings()
    #expect(strings.count > 400)
    let store = try Store.empty()
    for (index, text) in strings.enumerated() {
      let number = UInt64(index * 2 + 1)
      store.say(number, seq: UInt64(index + 1), text)
      store.whisper(number + 1, from: 1, to: 2, seq: UInt64(index + 1), text)
    }
    try store.commit()
    let texts = strings.map { Array($0.utf8) }
    #expect(try store.history(limit: .max).rows.map { Array($0.text.utf8) } == texts)
    #expect(
      try store.history(between: (1, 2), asker: 1, limit: .max).rows.map { Array($0.text.utf8) } == texts)
    let latin = CharacterSet.letters.union(.decimalDigits)
    for (text, number) in zip(strings, stride(from: UInt64(1), to: .max, by: 2)) {
      let mine = try store.search(text, asker: 1, limit: .max).rows.map(\.number)
      let others = try store.search(text, asker: 3, limit: .max).rows.map(\.number)
      #expect(others.allSatisfy { $0 % 2 == 1 })
      #expect(mine.filter { $0 % 2 == 1 } == others)
      if text.rangeOfCharacter(from: latin) != nil, text.unicodeScalars.allSatisfy(\.isASCII) {
        #expect(others.contains(number), "\(text)")
      }
    }
  }

  @Test func `each string can be a name and a search for one`() throws {
    let strings = try SharedData.naughtyStrings()
    let store = try Store.empty()
    for (index, text) in strings.enumerated() {
      // Keys are unique, so the string goes into a key of its own.
      store.register(UInt32(index + 1), text, key: "\(text)#\(index + 1)")
    }
    try store.commit()
    for (index, text) in strings.enumerated() {
      let found = try store.users(text, limit: .max).rows
      #expect(
        found.contains { $0.user.number == UInt32(index + 1) && Array($0.name.utf8) == Array(text.utf8) })
    }
  }
}
