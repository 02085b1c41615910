import Engine
import Foundation
import GRDB
import Store
import TestSupport
import Testing
import Wire

@testable import Host

/// Replays and exports of a file that a conversation left.
struct ReplayTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A conversation of two users with three snapshots, of which the file keeps two; the store is closed when it returns.
  private func converse(pruned: Bool = false) throws -> String {
    let path = folder.file(pruned ? "pruned.db" : "whole.db")
    let chat = try Chat(store: .file(path: path), snapshotInterval: 6)
    let ann = try chat.user("ann", in: "lobby")
    let ben = try chat.user("ben", in: "lobby")
    for text in ["one", "two", "three", "four", "five"] {
      let extras = text == "five" ? #","reply_to":1,"data":{"n":5}"# : ""
      try ann.sends(#"{"type":"chat_message","room":"lobby","message":"\#(text)"\#(extras)}"#)
    }
    try ben.sends(#"{"type":"private_message","to":"ann","message":"between us"}"#)
    try ben.sends(#"{"type":"line","line":"/pm ann also between us"}"#)
    try ann.sends(#"{"type":"edit_message","room":"lobby","seq":4,"message":"4"}"#)
    try ben.sends(#"{"type":"edit_message","with":"ann","seq":2,"message":"between you and me"}"#)
    try ann.sends(#"{"type":"edit_message","room":"lobby","seq":4,"message":"four and a half"}"#)
    if pruned {
      let oldest = try #require(try chat.store.snapshots().last).through
      while try chat.store.tidy(.purge(through: oldest), at: chat.now, .allGood, journalBytes: 0) {}
      try chat.store.commit()
    }
    return path
  }

  private func change(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  @Test func `a file agrees with its journal`() throws {
    let path = try converse()
    let report = try Replay.run(try Archive(path: path))
    #expect(report.difference == nil)
    #expect(report.start == .start)
    #expect(report.snapshots == 2)
    #expect(report.counts == (users: 2, rooms: 1, messages: 7))
    #expect(report.stateHash != nil)
  }

  @Test func `a pruned journal is run from the oldest snapshot to the same end`() throws {
    let (whole, pruned) = (try converse(), try converse(pruned: true))
    let (all, rest) = (
      try Replay.run(try Archive(path: whole)), try Replay.run(try Archive(path: pruned))
    )
    #expect(rest.difference == nil)
    #expect(rest.start != .start)
    #expect(rest.inputs < all.inputs)
    #expect(rest.chain == all.chain)
    #expect(rest.stateHash == all.stateHash)
  }

  @Test(arguments: [
    ("UPDATE messages SET text = 'ONE' WHERE id = 1", "message 1 has another text in the tables"),
    (
      "UPDATE messages SET user = 2, seq = 9 WHERE id = 3",
      "message 3 has another seq and author in the tables"
    ),
    ("DELETE FROM messages WHERE id = 2", "message 2 is not in the tables"),
    (
      "UPDATE messages SET text = '4' WHERE id = 4",
      "message 4 was edited in the tables otherwise than by the inputs"
    ),
    (
      "UPDATE messages SET edited_at = 1 WHERE id = 1",
      "message 1 was edited in the tables otherwise than by the inputs"
    ),
    (
      "UPDATE private_messages SET text = 'also between us', edited_at = NULL WHERE id = 7",
      "the message that it edited is in the tables as it was before"
    ),
    ("UPDATE private_messages SET at = 1 WHERE id = 6", "private message 6 has another time in the tables"),
    (
      "UPDATE messages SET data = '{}' WHERE id = 5",
      "message 5 has another reply, data or mentions in the tables"
    ),
    (
      "UPDATE messages SET reply_to = NULL WHERE id = 5",
      "message 5 has another reply, data or mentions in the tables"
    ),
    (
      "UPDATE private_messages SET mentions = '[1]' WHERE id = 6",
      "private message 6 has another reply, data or mentions in the tables"
    ),
    (
      "UPDATE messages SET mentions = '[2]' WHERE id = 4",
      "message 4 was edited in the tables otherwise than by the inputs"
    ),
    ("UPDATE users SET name = 'BEN' WHERE id = 2", "user 2 has another name in the tables"),
    ("DELETE FROM rooms", "room 1 is not in the tables"),
    (
      "INSERT INTO messages (id, room, seq, user, at, text) VALUES (99, 1, 99, 1, 1, 'x')",
      "after it there are 7 messages, and the tables have 8"
    ),
  ])
  func `a row that no input made so is named`(sql: String, what: String) throws {
    let path = try converse()
    try change(path, sql)
    #expect(try Replay.run(try Archive(path: path)).difference?.what == what)
  }

  @Test func `the first input that differs is named, whatever else differs`() throws {
    let path = try converse()
    try change(path, "DELETE FROM messages WHERE id IN (2, 4); DELETE FROM private_messages")
    let difference = try #require(try Replay.run(try Archive(path: path)).difference)
    #expect(difference.what == "message 2 is not in the tables")
    #expect(difference.input?.summary == "command chat_message")
  }

  @Test func `a snapshot of another state is named`() throws {
    let path = try converse()
    try change(
      path,
      "UPDATE snapshot_pieces SET bytes = zeroblob(10) WHERE through = (SELECT max(through) FROM snapshots)")
    let difference = try Replay.run(try Archive(path: path)).difference
    #expect(difference?.what == "the snapshot after it is not what was written")
  }

  @Test func `bytes of the journal that were changed are named by the chain`() throws {
    let path = try converse()
    try change(
      path,
      "UPDATE journal SET entries = zeroblob(length(entries)) WHERE last = (SELECT max(last) FROM journal)")
    let report = try Replay.run(try Archive(path: path))
    #expect(report.difference?.what.contains("its hash chain does not fit") == true)
    #expect(report.stateHash == nil)
  }

  @Test func `an export has no private message and no secret unless it is asked for`() throws {
    let path = try converse()
    func export(_ parts: Export.Parts) throws -> [String] {
      var lines: [String] = []
      try Export.run(try Archive(path: path), parts) { lines.append(String(decoding: $0, as: UTF8.self)) }
      #expect(lines.allSatisfy { $0.hasSuffix("}\n") && !$0.contains(Client.password) })
      #expect(
        lines.allSatisfy { !$0.contains("verifier") && !$0.contains("digest") && !$0.contains("\"token\"") })
      return lines
    }
    let open = try export(.open)
    #expect(open.count == 2 + 1 + 5)
    #expect(open[0].hasPrefix(#"{"kind":"user","user":"ann","bot":false,"at":"2026-"#))
    #expect(open.contains { $0.contains(#""reply_to":1,"data":{"n":5}}"#) })
    #expect(open[3].hasPrefix(#"{"kind":"message","room":"lobby","seq":1,"user":"ann","message":"one","#))
    let journal = try export(.journal)
    #expect(!(open + journal).joined().contains("between us"))
    let everything = try export([.privateMessages, .journal]).joined()
    #expect(
      everything.contains(
        #""kind":"private_message","seq":1,"user":"ben","target":"ann","message":"between us""#))
    #expect(everything.contains("/pm ann also between us"))
    #expect(journal[0].hasPrefix(#"{"kind":"started","entry":1,"#))
  }
}
