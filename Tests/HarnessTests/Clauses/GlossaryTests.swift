import Foundation
import TestSupport
import Testing

@Suite struct GlossaryTests {
  @Test func `the glossary has each word once, in the order of the alphabet`() throws {
    let words = try PackageFolder.text(of: "Docs/glossary.md").split(separator: "\n")
      .filter { $0.hasPrefix("| ") }.dropFirst(2)
      .map { $0.dropFirst(2).prefix { $0 != "|" }.trimmingCharacters(in: .whitespaces) }
    #expect(words.count > 50)
    #expect(words == words.sorted())
    #expect(Set(words).count == words.count)
  }
}
