import Engine
import Foundation
import GRDB
import Store
import TestSupport
import Testing

@testable import Host

/// Replays, exports and rebuilds of a file with reactions.
@Suite struct ReactionFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A conversation with reactions that stay, that were taken away, whose message was deleted, and whose user was erased.
  private func converse() throws -> String {
    let path = folder.file()
    let chat = try Chat(store: .file(path: path))
    let ann = try chat.user("ann", in: "lobby")
    let ben = try chat.user("ben", in: "lobby")
    let carol = try chat.user("carol", in: "lobby")
    for text in ["one", "two"] { try ann.says(text, in: "lobby") }
    try ann.whispers("for you", to: "ben")
    func react(_ client: Client, _ reaction: String, _ place: String, type: String = "react") throws {
      try client.sends(#"{"type":"\#(type)",\#(place),"reaction":"\#(reaction)"}"#)
    }
    try react(ben, "a", #""room":"lobby","seq":1"#)
    try react(ann, "a", #""room":"lobby","seq":1"#)
    try react(ben, "b", #""room":"lobby","seq":1"#)
    try react(ben, "b", #""room":"lobby","seq":1"#, type: "unreact")
    try react(ben, "c", #""with":"ann","seq":1"#)
    try react(ben, "d", #""room":"lobby","seq":2"#)
    try react(carol, "a", #""room":"lobby","seq":1"#)
    try ann.sends(#"{"type":"delete_message","room":"lobby","seq":2}"#)
    try chat.administer(.eraseUser("carol"))
    while try chat.store.tidy(.retain(.forever), at: chat.now, .allGood, journalBytes: 0) {}
    try chat.store.commit()
    return path
  }

  private func change(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  private func reactions(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read {
      try String.fetchAll(
        $0,
        sql:
          "SELECT low || ' ' || high || ' ' || seq || ' ' || text || ' ' || count FROM reactions ORDER BY id")
    }
  }

  @Test func `reactions are kept once, and nothing else is left of them`() throws {
    let path = try converse()
    #expect(try reactions(path) == ["1 0 1 a 2", "1 2 1 c 1"])
    let count = try DatabaseQueue(path: path).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM reactors")
    }
    #expect(count == 3)
    #expect(try Replay.run(try Archive(path: path)).difference == nil)
  }

  @Test(arguments: [
    ("DELETE FROM reactors WHERE user = 1", "the reaction that it added is not in the tables", "react"),
    (
      "UPDATE reactions SET text = 'x' WHERE text = 'c'", "the reaction that it added is not in the tables",
      "react"
    ),
    (
      "INSERT INTO reactions VALUES (9, 1, 0, 1, 'b', 0); INSERT INTO reactors VALUES (9, 1, 2)",
      "the reaction that it took away is in the tables", "unreact"
    ),
  ])
  func `a reaction that is otherwise than the inputs left it is named`(
    sql: String, what: String, command: String
  ) throws {
    let path = try converse()
    try change(path, sql)
    let difference = try Replay.run(try Archive(path: path)).difference
    #expect(difference?.what == what)
    #expect(difference?.input?.summary == "command \(command)")
  }

  @Test func `an export has the reactions with all who gave them`() throws {
    let archive = try Archive(path: try converse())
    var lines: [String] = []
    try Export.run(archive, [.messages, .privateMessages]) {
      lines.append(String(decoding: $0, as: UTF8.self))
    }
    try #require(lines.count == 3)
    #expect(lines[0].contains(#""reactions":[{"reaction":"a","count":2,"users":["ben","ann"]}]"#))
    #expect(!lines[1].contains("reactions"))
    #expect(lines[2].contains(#""reactions":[{"reaction":"c","count":1,"users":["ben"]}]"#))
  }

  @Test func `a database that is made from the tables has the reactions`() throws {
    let path = try converse()
    let target = folder.file("new.db")
    _ = try Rebuild.run(path, to: target)
    #expect(try reactions(target) == ["1 0 1 a 2", "1 2 1 c 1"])
  }
}
