import Foundation
import Testing

@testable import BotTesting

/// Each block of code in Docs/bots.md is a part of a file in this folder, byte for byte, which is compiled and run here.
@Suite struct TutorialDocumentTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let document = folder.appendingPathComponent("../../Docs/bots.md").standardizedFileURL

  /// The blocks of one language, each with the number of its first line.
  private static func blocks(in language: String) throws -> [(line: Int, text: String)] {
    let lines = try String(contentsOf: document, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    var blocks: [(line: Int, text: String)] = []
    var start: Int?
    for (index, line) in lines.enumerated() {
      if let begun = start, line == "```" {
        blocks.append((begun + 2, lines[(begun + 1)..<index].map { $0 + "\n" }.joined()))
        start = nil
      } else if start == nil, line == "```\(language)" {
        start = index
      }
    }
    return blocks
  }

  @Test(arguments: ["swift", "chat"]) func `each block is in a file of this folder`(language: String) throws {
    let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == language }
      .map { try String(contentsOf: $0, encoding: .utf8) }
    let blocks = try Self.blocks(in: language)
    #expect(blocks.count >= (language == "swift" ? 10 : 1))
    for block in blocks {
      // A block may stop before the end of a type, but begins and ends with whole lines.
      let isThere = files.contains { "\n\($0)".contains("\n\(block.text)") }
      #expect(isThere, "Docs/bots.md:\(block.line): no file of Tests/BotTutorialTests has this block")
    }
  }

  @Test func `the failure that it shows is the one that a test has`() async throws {
    let failure = try await failure(ofConversationWith: KettleBot()) { chat in
      try chat.say("!boil")
      try chat.expect("The kettle is on, Alice.")
    }
    let document = try String(contentsOf: Self.document, encoding: .utf8)
    #expect(document.contains("\n\(try #require(failure).description)\n```\n"))
  }
}
