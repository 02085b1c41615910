import Engine
import Foundation
import ProtocolRegistry
import TestSupport
import Testing
import Wire

@Suite struct ClauseDocumentTests {
  private static let path = "Docs/protocol.md"

  @Test func `the document says what the registries say`() throws {
    let document = try PackageFolder.text(of: Self.path)
    let renewed = try #require(
      ClauseDocument.renewed(document), "the lines around the generated part are gone")
    if PackageFolder.isRenewing {
      try renewed.write(to: PackageFolder.url.appending(path: Self.path), atomically: true, encoding: .utf8)
      return
    }
    #expect(
      document == renewed, "make it anew: RENEW=1 swift test --filter ClauseDocumentTests")
  }

  @Test func `a document that was changed by hand is noticed`() throws {
    let document = try #require(ClauseDocument.renewed("\(ClauseDocument.begin)\n\(ClauseDocument.end)\n"))
    let changed = document.replacing("(SHOULD)", with: "(MAY)", maxReplacements: 1)
    #expect(changed != document)
    #expect(ClauseDocument.renewed(changed) == document)
    #expect(ClauseDocument.renewed(document) == document)
  }

  @Test func `what is written by hand around the generated part stays`() throws {
    let document = try #require(
      ClauseDocument.renewed("before\n\(ClauseDocument.begin)\nold\n\(ClauseDocument.end)\nafter\n"))
    #expect(document.hasPrefix("before\n"))
    #expect(document.hasSuffix("\nafter\n"))
    #expect(!document.contains("\nold\n"))
  }

  @Test(arguments: [
    "", "\(ClauseDocument.begin)\n", "\(ClauseDocument.end)\n",
    "\(ClauseDocument.begin)\n\(ClauseDocument.begin)\n\(ClauseDocument.end)\n",
    "\(ClauseDocument.begin)\n\(ClauseDocument.end)\n\(ClauseDocument.end)\n",
  ])
  func `a document without its two lines is refused`(document: String) {
    #expect(ClauseDocument.renewed(document) == nil)
  }

  @Test func `everything in the registries is in the document`() {
    let text = ClauseDocument.markdown
    for clause in Clause.all {
      #expect(text.contains("\n- **\(clause.id)** "))
      #expect(text.contains(" \(clause.text)\n"))
    }
    for permission in Permission.allCases { #expect(text.contains(permission.access.words)) }
    for code in ErrorCode.allCases { #expect(text.contains("| `\(code.rawValue)` |")) }
    for code in CloseCode.allCases { #expect(text.contains("| \(code.rawValue) |")) }
    for limit in Limit.allCases { #expect(text.contains("| `\(limit.name)` |")) }
    for frame in FrameCatalog.commands + FrameCatalog.events { #expect(text.contains("### `\(frame.type)`")) }
  }

  @Test func `what is unusual about a clause is said`() {
    let text = ClauseDocument.markdown
    #expect(text.contains("\n- **CONN-7** (SHOULD, client) "))
    #expect(text.contains("\n- **RES-10** (MAY) "))
    #expect(text.contains("\n- **ROOM-13** (since 4) "))
    #expect(text.contains("\n### Editing\n\nSince revision 5.\n\n- **EDIT-1** `edit_message`"))
  }

  @Test func `every field is described once, and named by every frame that has it`() {
    let text = ClauseDocument.markdown
    for frames in [FrameCatalog.commands, FrameCatalog.events] {
      for frame in frames {
        let sections = text.split(separator: "\n### ").filter { $0.hasPrefix("`\(frame.type)`\n") }
        #expect(
          sections.contains { section in frame.fields.allSatisfy { section.contains("`\($0.name)`") } },
          "\(frame.type)")
      }
    }
    for field in (FrameCatalog.commands + FrameCatalog.events).flatMap(\.fields) {
      #expect(text.contains("\(field.meaning)\n") || text.contains("\(field.meaning) "), "\(field.name)")
    }
    #expect(text.contains("- `room`, `seq`, `user`, `message`, `at`, `bot`?, `deleted`?, `edited_at`?, "))
    #expect(text.split(separator: "The users whom the text names after `@`").count == 2)
  }
}
