import Engine
import Foundation
package import Store

/// Makes a database from the tables of another one, where journal and snapshots are lost or cannot be run.
package enum Rebuild {
  package struct Report: Sendable {
    package let users: UInt64
    package let rooms: UInt64
    package let messages: UInt64
    /// Whether the rules of rooms were there; otherwise all rooms are closed to be on the safe side.
    package let hasRules: Bool
  }

  /// Makes a new database, which has its name only once it is complete.
  package static func run(_ path: String, to target: String) throws(StoreError) -> Report {
    let partial = target + ".partial"
    func removePartial() {
      for suffix in ["", "-wal"] { try? FileManager.default.removeItem(atPath: partial + suffix) }
    }
    removePartial()
    let report: Report
    do throws(StoreError) {
      report = try make(partial, from: path)
    } catch {
      removePartial()
      throw error
    }
    // On a full disk the end of the store may not move all of the log into the file.
    guard !FileManager.default.fileExists(atPath: partial + "-wal") else {
      removePartial()
      throw .full
    }
    guard rename(partial, target) == 0 else {
      throw .cannotOpen(path: target, detail: String(cString: strerror(errno)))
    }
    return report
  }

  private static func make(_ partial: String, from path: String) throws(StoreError) -> Report {
    let kept = try kept(in: path)
    let store = try Store(.file(path: partial))
    let hasRules = try store.copyTables(from: path)
    if !hasRules { try fillRules(of: store, with: kept.rules) }
    let engine = try engine(from: store, like: kept.state)
    let host = try Host(.init(engine), in: store)
    try host.mark(.rebuilt)
    _ = try host.commit()
    try store.indexAll()
    try host.setKeys()
    _ = try host.commit()
    try store.truncateLog()
    let counts = engine.counts
    return Report(
      users: counts.users, rooms: counts.rooms, messages: counts.messages,
      hasRules: hasRules || kept.rules != nil)
  }

  /// What a file has beside its tables, as far as it can be read.
  private static func kept(in path: String) throws(StoreError) -> (state: Engine?, rules: [Ruling]?) {
    let archive = try Archive(path: path)
    let state = (try? Recovery.find(in: archive))?.engine
    let counts = try archive.counts()
    let rules = state?.rulings ?? rulings(in: archive, users: counts.users, rooms: counts.rooms)
    return (state, rules)
  }

  /// Writes the rules of rooms into tables that do not have them: those that are known, or none, and then nobody may come in.
  static func fillRules(of store: Store, with rulings: [Ruling]?) throws(StoreError) {
    if let rulings { try store.setRules(rulings) } else { try store.closeRooms() }
  }

  /// The rules in a snapshot that can still be read, and what was decided after it. A file from before they were in tables has
  /// them there.
  ///
  /// What follows was run by another behaviour of the engine, or it would have been run already. It is run here all the same,
  /// for the rules alone, and only believed where it leads to as many users and rooms as the tables have.
  static func rulings(in source: some JournalSource, users: UInt64, rooms: UInt64) -> [Ruling]? {
    for snapshot in (try? source.snapshots()) ?? [] {
      guard let engine = try? source.engine(of: snapshot) else { continue }
      var later = engine
      var journal = source.journal(after: snapshot.through)
      while let entry = try? journal.next(), let input = entry.decoded {
        later.apply(input, at: entry.at)
        _ = later.takeEffects()
      }
      return later.counts.users == users && later.counts.rooms == rooms ? later.rulings : engine.rulings
    }
    return nil
  }

  /// The state that the tables tell of. Its clock and limits are those of another state, where there is one.
  static func engine(from store: Store, like other: Engine? = nil) throws(StoreError) -> Engine {
    var tables = try store.tableState()
    tables.configuration = other?.configuration ?? Configuration(clock: .wall)
    if let other {
      // A state that has all messages has the right time too; that of the newest message may be one that a clock had wrongly.
      let isComplete = other.counts.messages == tables.messages
      tables.now = isComplete ? other.now : max(tables.now, other.now)
    }
    do {
      return try Engine(tables)
    } catch {
      throw .corrupt(detail: error.message)
    }
  }
}
