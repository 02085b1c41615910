import Foundation
import Testing

@testable import Store

@Suite struct ComposedTextTests {
  /// Marks of many classes, and at the end those that decompose into two.
  private static let marks: [Unicode.Scalar] = [
    "\u{0301}", "\u{0302}", "\u{0323}", "\u{0327}", "\u{0315}", "\u{0345}", "\u{0340}", "\u{0F71}",
    "\u{0F72}", "\u{3099}",
    "\u{05B0}", "\u{064B}", "\u{1D165}", "\u{0344}", "\u{0F73}", "\u{0F75}", "\u{0F81}",
  ]

  private func text(_ marks: some Sequence<Unicode.Scalar>) -> String {
    var text = "é"
    text.unicodeScalars.append(contentsOf: marks)
    return text
  }

  /// Foundation itself leaves long runs, and marks that decompose into two, in another order than the standard's.
  @Test(arguments: [0, 1, 5, 29, 30, 31, 32, 40])
  func `marks are composed as Foundation composes them`(count: Int) {
    for _ in 0..<100 {
      let text = text((0..<count).map { _ in Self.marks.dropLast(4).randomElement() ?? "\u{0301}" })
      #expect(text.composed.utf8.elementsEqual(text.precomposedStringWithCanonicalMapping.utf8))
    }
  }

  @Test(arguments: [31, 60, 300])
  func `texts that are canonically equal have equal bytes`(count: Int) {
    for _ in 0..<100 {
      let marks = (0..<count).map { _ in Self.marks.randomElement() ?? "\u{0301}" }
      let decomposed = Array(text(marks).decomposedStringWithCanonicalMapping.unicodeScalars.dropFirst(2))
      // Marks of different classes may change places, those of one class may not.
      let byClass = Dictionary(grouping: decomposed, by: \.properties.canonicalCombiningClass.rawValue)
      let reordered = byClass.keys.shuffled().flatMap { byClass[$0] ?? [] }
      #expect(text(decomposed).composed.utf8.elementsEqual(text(reordered).composed.utf8))
    }
  }

  @Test func `a message of nothing but marks is composed in time`() {
    // In the square of its length this would take minutes.
    let text = text([0x0301, 0x0323].flatMap { Array(repeating: Unicode.Scalar($0) ?? "a", count: 20_000) })
    #expect(text.composed.unicodeScalars.count <= text.unicodeScalars.count)
  }
}
