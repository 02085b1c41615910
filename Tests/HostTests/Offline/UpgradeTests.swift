import Engine
import Foundation
import GRDB
import TestSupport
import Testing
import Wire

@testable import Host
@testable import Store

/// What becomes of files that another program wrote.
@Suite struct UpgradeTests {
  /// A conversation with rules, private messages and a session that was cut; the store is closed when it returns.
  private func converse(in folder: TemporaryFolder, stopped: Bool = true) throws -> String {
    let path = folder.file("chat.db")
    let chat = try Chat(store: .file(path: path))
    let ann = try chat.user("ann", in: "club")
    let ben = try chat.user("ben", in: "club")
    _ = try chat.user("eve")
    for frame in [
      #"{"type":"set_topic","room":"club","topic":"tea"}"#, #"{"type":"invite","room":"club","user":"ben"}"#,
      #"{"type":"set_room","room":"club","invite_only":true,"unlisted":true}"#,
      #"{"type":"ban","room":"club","user":"eve"}"#,
      #"{"type":"chat_message","room":"club","message":"hello"}"#,
      #"{"type":"private_message","to":"ben","message":"psst"}"#,
    ] { try ann.sends(frame) }
    try ben.isCut()
    try ann.says("while you are away", in: "club")
    if stopped {
      try chat.host.saveSnapshot()
      _ = try chat.host.commit()
    }
    return path
  }

  private func change(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  /// Pretends that another behaviour wrote all of a file.
  private func age(_ path: String) throws {
    try change(path, "UPDATE journal SET behaviour = 0; UPDATE snapshots SET behaviour = 0")
    let snapshots = try Archive(path: path).snapshots()
    try DatabaseQueue(path: path).write { db in
      for snapshot in snapshots {
        let through = Int64(snapshot.through.number)
        var hash = SnapshotHash(snapshot)
        for piece in try Data.fetchAll(
          db, sql: "SELECT bytes FROM snapshot_pieces WHERE through = ? ORDER BY number", arguments: [through]
        ) { hash.update([UInt8](piece)) }
        try db.execute(
          sql: "UPDATE snapshots SET hash = ? WHERE through = ?",
          arguments: [Data(hash.digest.bytes), through])
      }
    }
  }

  private func plan(_ path: String) throws -> Upgrade.Plan {
    try Upgrade.plan(of: try Archive(path: path)).plan
  }

  @Test func `a file of this program has nothing to do`() throws {
    let folder = try TemporaryFolder()
    let path = try converse(in: folder)
    #expect(try plan(path) == .current)
  }

  @Test func `a state of another behaviour goes on, and the journal is run by segments`() throws {
    let folder = try TemporaryFolder()
    let path = try converse(in: folder)
    let before = try Recovery.find(in: try Archive(path: path)).engine
    try age(path)
    #expect(try plan(path) == .anew(behaviour: 0))
    try Upgrade.run(path, try plan(path))
    #expect(try plan(path) == .current)
    let after = try Recovery.find(in: try Archive(path: path)).engine
    #expect(after.conversationBytes == before.conversationBytes)

    // Somebody chats on, and a crash follows.
    do {
      let store = try Store(.file(path: path))
      let host = try Host(
        store: store, configuration: before.configuration, credentials: .simulated, at: before.now)
      _ = try host.connect(at: before.now)
      _ = try host.commit()
    }
    let report = try Replay.run(try Archive(path: path))
    #expect(report.difference == nil)
    #expect(report.passedOver > 10)
    #expect(report.inputs == 4, "the mark, the start, the restart and the guest")
    #expect(report.snapshots == 1)
    var lines = 0
    try Export.run(try Archive(path: path), .journal) { _ in lines += 1 }
    #expect(UInt64(lines) == report.passedOver + report.inputs)
    #expect(try FileCheck.run(try Archive(path: path)).fault == nil)
  }

  @Test func `an upgrade indexes the messages that an earlier program had indexed in another way`() throws {
    let folder = try TemporaryFolder()
    let path = try converse(in: folder)
    try age(path)
    try change(
      path,
      """
      INSERT INTO message_index (message_index) VALUES ('delete-all');
      INSERT INTO private_message_index (private_message_index) VALUES ('delete-all');
      CREATE TABLE earlier_private_message_index (id INTEGER PRIMARY KEY, block BLOB);
      UPDATE message_index_state SET through = 3, earlier = 3, has_leftover = 1;
      """)
    try Upgrade.run(path, try plan(path)) { #expect($0 == 0) }
    #expect(try FileCheck.run(try Archive(path: path)).fault == nil)
    try DatabaseQueue(path: path).read { db in
      let sizes = try ["message_index MATCH 'hello OR away'", "private_message_index MATCH 'psst'"].map {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0.split(separator: " ")[0]) WHERE \($0)")
      }
      #expect(sizes == [2, 1])
      #expect(try Int.fetchOne(db, sql: "SELECT earlier + has_leftover FROM message_index_state") == 0)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master WHERE name LIKE 'earlier%'") == 0)
    }
  }

  /// A file of a program that took `ılgın` for `ilgin` and told `maẞ` and `mass` apart.
  private func earlierNames(in folder: TemporaryFolder) throws -> String {
    let path = folder.file("names.db")
    let store = try Store(.file(path: path))
    let users: [(number: UInt32, name: String, key: String)] = [
      (1, "mass", "mass"), (2, "maẞ", "maß"), (3, "ılgın", "ilgin"),
    ]
    for user in users {
      store.write(
        .userRegistered(
          UserID(user.number), name: user.name, key: user.key, bot: false, at: .virtualStart, request: nil))
    }
    try store.commit()
    let host = try Host(.init(Rebuild.engine(from: store)), in: store)
    try host.mark(.rebuilt)
    _ = try host.commit()
    return path
  }

  private func keys(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: "SELECT key FROM users ORDER BY id") }
  }

  @Test func `names that were folded otherwise have other keys, and everybody keeps an account`() throws {
    let folder = try TemporaryFolder()
    let path = try earlierNames(in: folder)
    try age(path)
    let expected = ["mass", "mass\u{1}2", "ılgın"]
    _ = try Rebuild.run(path, to: folder.file("new.db"))
    #expect(try keys(folder.file("new.db")) == expected)
    #expect(try keys(path) == ["mass", "maß", "ilgin"])
    try Upgrade.run(path, try plan(path))
    #expect(try keys(path) == expected)
    let store = try Store(.file(path: path))
    let host = try Host(
      store: store, configuration: Configuration(), credentials: .simulated, at: .virtualStart)
    for name in ["mass", "maẞ", "ılgın"] {
      #expect(host.engine.userID(of: name).map(host.engine.name(of:)) == name)
    }
    try host.engine.checkNewUser("ilgin")
    store.write(
      .userRegistered(UserID(4), name: "ilgin", key: "ilgin", bot: false, at: .virtualStart, request: nil))
    _ = try host.commit()
  }

  @Test func `inputs of another behaviour after the snapshot are refused, and nothing is changed`() throws {
    let folder = try TemporaryFolder()
    let path = try converse(in: folder, stopped: false)
    try change(path, "UPDATE journal SET behaviour = 0")
    guard case .tail(behaviour: 0, from: .init(1)) = try plan(path) else {
      Issue.record("\(try plan(path))")
      return
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: StoreError.otherBehaviour(entry: .init(1), behaviour: 0)) {
      try Upgrade.run(path, .current)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test func `a broken journal goes when the state is made from the tables in place`() throws {
    let folder = try TemporaryFolder()
    let path = try converse(in: folder, stopped: false)
    let before = try Recovery.find(in: try Archive(path: path)).engine
    try change(path, "UPDATE journal SET entries = x'00' WHERE last = (SELECT min(last) FROM journal)")
    guard case .lost = try plan(path) else {
      Issue.record("\(try plan(path))")
      return
    }
    try Upgrade.run(path, try plan(path))
    try expectOwned(path, as: before)
    #expect(try FileCheck.run(try Archive(path: path)).fault == nil)
  }

  @Test(arguments: ["", "DELETE FROM journal; DELETE FROM snapshots; DELETE FROM snapshot_pieces"])
  func `a database that is made from the tables keeps what people own`(damage: String) throws {
    let folder = try TemporaryFolder()
    let path = try converse(in: folder)
    let before = try Recovery.find(in: try Archive(path: path)).engine
    if !damage.isEmpty { try change(path, damage) }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let report = try Rebuild.run(path, to: folder.file("new.db"))
    #expect(report.hasRules && report.messages == 3)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    try expectOwned(folder.file("new.db"), as: before)
    #expect(try FileCheck.run(try Archive(path: folder.file("new.db"))).fault == nil)
  }

  /// Checks that users, rooms, rules and messages are as they were, and that nobody is there.
  private func expectOwned(_ path: String, as before: Engine) throws {
    let engine = try Recovery.find(in: try Archive(path: path)).engine
    #expect(engine.counts == before.counts)
    #expect(engine.sessionSummaries.isEmpty)
    #expect(engine.rulings == before.rulings)
    #expect(try Archive(path: path).counts() == before.counts)
  }
}
