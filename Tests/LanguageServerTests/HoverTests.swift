import Testing
import Wire

@testable import LanguageServer

/// `textDocument/hover`; the cursor is at `§`.
@Suite struct HoverTests {
  private func text(_ marked: String) throws -> String {
    let client = try Conversation()
    return try client.ask("textDocument/hover", at: marked)["contents"]?["value"]?.words ?? ""
  }

  @Test(arguments: [
    ("cov§ers: ROOM-1", "The clauses of the protocol"), ("covers: RO§OM-1", "**ROOM-1** (MUST)"),
    ("limits: mess§age_characters=20", "The longest message, in Unicode scalar values.\n\nDefault 4096"),
    ("lint-off: comment§-sent", "Give the comment a line of its own"),
    ("alice < chat§_message", "A message was sent to a room."),
    ("alice < chat_message se§q=1", "The message's number in its conversation"),
    ("alice < error code=bad§_frame", "The frame is JSON, but not a command"),
    ("alice < error co§de=bad_frame", "`bad_json`"), ("alice < clo§sed code=4500", "The server closed"),
    ("alice <§~ ack", "unread events up to a match"), ("alice < ack seq§>=2", "at least this"),
    ("alice §>json {}", "one frame of JSON"),
    ("! st§all alice", "stops reading"), ("alice < noth§ing", "No unread event"),
    ("users: alice\nal§ice > hi", "users: alice"),
    ("macro meet WHO\n  $WHO > hi\nend\nme§et alice", "macro meet WHO\n  $WHO > hi\nend"),
    ("alice < ack seq=?n\nalice > $§n", "alice < ack seq=?n"),
  ])
  func `a word says what it means`(marked: String, expected: String) throws {
    let found = try text(marked)
    #expect(found.contains(expected), "\(found)")
  }

  @Test(arguments: ["# comm§ent", "alice > he§llo", "covers: NONE-§1", "§"])
  func `where nothing is known nothing is said`(marked: String) throws {
    #expect(try text(marked) == "")
  }

  @Test func `every word that begins a line has a meaning`() throws {
    for word in LanguageWords.ofSteps { #expect(KeywordMeanings.all[word] != nil, "\(word)") }
  }
}
