import Testing
import Wire

/// `textDocument/completion`; the cursor is at `§`.
@Suite struct CompletionTests {
  private static let head = """
    title: t
    users: alice alice/phone bob
    bots: echo in attic
    variables: ROOM=lobby

    macro meet WHO
      $WHO > /join hall
    end

    alice > /join lobby
    alice < ack seq=?seq

    """

  private func labels(_ marked: String) throws -> [String] {
    let client = try Conversation()
    let answer = try client.ask("textDocument/completion", at: marked)
    return answer["items"]?.list.compactMap { $0["label"]?.words } ?? []
  }

  @Test(arguments: [
    ("§", ["title", "covers", "order"]), ("title: t\nco§", ["covers", "connect"]),
    ("title: t\ncovers: RO§", ["ROOM-1", "PM-1"]), ("bots: §", ["echo", "reminder"]),
    ("bots: echo, §", ["echo", "reminder"]), ("limits: mess§", ["message_characters"]),
    ("ignore: §", ["user_join"]), ("needs: §", ["simulator", "virtual-clock"]),
    ("lint-off: §", ["comment-sent"]), ("connect: §", ["tutorial-chat", "verbatim.v1"]),
  ])
  func `the header is completed`(marked: String, expected: [String]) throws {
    let found = try labels(marked)
    for word in expected { #expect(found.contains(word), "\(word)") }
  }

  @Test(arguments: [
    ("§", ["alice", "alice/phone", "bob", "echo", "meet", "repeat"]), ("alice, §", ["bob"]),
    ("! §", ["cut", "restart"]), ("! cut §", ["alice", "echo"]),
    ("alice < §", ["chat_message", "error", "nothing", "*", "closed"]),
    ("alice, bob <~ ch§", ["chat_message"]),
    ("alice < error §", ["code", "message", "re"]), ("alice < error code=b§", ["bad_frame", "bad_json"]),
    ("alice < error code=bad_frame f§", ["field"]), ("alice < error code!=§", ["bad_frame"]),
    ("alice < chat_message user=§", ["alice", "bob", "$seq"]),
    ("alice < chat_message room=§", ["lobby", "hall", "attic"]),
    ("alice < user_list users=[alice, §", ["bob"]), ("alice < ready bot=§", ["true", "false"]),
    ("alice > /join §", ["lobby", "hall"]), ("alice > /pm §", ["bob"]),
    ("alice > number $§", ["$seq", "$ROOM"]),
    ("alice < chat_message message=\"a $§", ["$seq"]), ("meet §", ["bob", "lobby"]),
  ])
  func `the steps are completed`(line: String, expected: [String]) throws {
    let found = try labels(Self.head + line)
    for word in expected { #expect(found.contains(word), "\(word)") }
  }

  @Test(arguments: [
    "# §", "== A title §", "alice > hello §", "title: §", "include §", "alice < error message=\"a §",
  ])
  func `nothing is offered where any text may stand`(line: String) throws {
    #expect(try labels(line.hasPrefix("title") ? line : Self.head + line) == [])
  }

  @Test func `a key that the file has, and a field that the line has, are not offered again`() throws {
    #expect(try !labels("title: t\n§").contains("title"))
    #expect(try !labels(Self.head + "alice < error code=bad_frame §").contains("code"))
  }

  @Test func `after the first step no keys are offered`() throws {
    #expect(try !labels(Self.head + "§").contains("covers"))
  }

  @Test func `an item replaces the word that is being written, and a field brings its sign`() throws {
    let client = try Conversation()
    let answer = try client.ask("textDocument/completion", at: Self.head + "alice < error co§")
    let item = answer["items"]?.list.first { $0["label"] == .string("code") }
    #expect(
      try item?["textEdit"]
        == json(
          #"{"range":{"start":{"line":11,"character":14},"end":{"line":11,"character":16}},"newText":"code="}"#
        ))
    #expect(item?["documentation"]?["value"]?.words.contains("`bad_frame`") == true)
  }
}
