import Engine
package import Store

/// Brings a database of an earlier program up to date.
package enum Upgrade {
  /// What an upgrade will do.
  package enum Plan: Hashable, Sendable {
    /// Nothing: this program wrote the file last.
    case current
    /// The file is written in newer formats; nothing of it is lost.
    case formats
    /// Another behaviour of the engine made the state, and was stopped in order: the journal begins anew.
    case anew(behaviour: Int)
    /// Another behaviour of the engine ran inputs after the newest snapshot.
    case tail(behaviour: Int, from: JournalEntry.Index)
    /// There is no state that could be read.
    case lost(String)

    /// Whether only the tables are of use.
    package var isRefused: Bool {
      switch self {
      case .current, .formats, .anew: false
      case .tail, .lost: true
      }
    }

    /// What will happen, in whole sentences.
    package var message: String {
      switch self {
      case .current: "nothing to do: the file is up to date"
      case .formats:
        "can be upgraded: to format \(StateFormat.newest.rawValue). Nothing is lost. Earlier versions refuse the file afterwards"
      case .anew(let behaviour):
        """
        can be upgraded: from behaviour \(behaviour) to \(Engine.behaviour). Nothing is lost. The journal begins anew; \
        only an earlier version can run what came before. Earlier versions refuse the file afterwards
        """
      case .tail(let behaviour, let from):
        """
        has to be rebuilt: behaviour \(behaviour) ran the inputs from entry \(from.number) on, and this version has \
        behaviour \(Engine.behaviour). Either start and stop the server once with the version that wrote the file, or \
        give --rebuild. \(Upgrade.loss)
        """
      case .lost(let why): "has to be rebuilt: \(why). Take a backup, or give --rebuild. \(Upgrade.loss)"
      }
    }
  }

  /// What --rebuild costs.
  fileprivate static let loss = """
    Then the state is made from the tables: accounts, rooms with their rules and messages stay; all sessions end, and waiting \
    frames, idempotency keys and timers are lost
    """

  /// Says what an upgrade of a file will do, with the state that it has now, and changes nothing.
  package static func plan(of archive: Archive) throws(StoreError) -> (plan: Plan, found: Recovery.Found?) {
    do throws(StoreError) {
      let found = try Recovery.find(in: archive)
      if let other = found.otherBehaviour { return (.anew(behaviour: other), found) }
      let isNewest = found.snapshot.map { $0.format == StateFormat.newest.rawValue } ?? true
      return (archive.isCurrent && isNewest ? .current : .formats, found)
    } catch {
      switch error {
      case .otherBehaviour(let entry, let behaviour): return (.tail(behaviour: behaviour, from: entry), nil)
      case .stateMissing, .journalBroken, .journalEndsEarly: return (.lost(error.message), nil)
      case .directoryMissing, .cannotOpen, .notADatabase, .foreignDatabase, .newerSchema, .newerFormat,
        .readOnly, .locked, .moved, .clockBehind,
        .full, .corrupt, .contradiction, .failed:
        throw error
      }
    }
  }

  /// Brings a file up to date: the state and the journal in one transaction, then the index of messages in many.
  ///
  /// - Parameter plan: What was found before. Where the state cannot be read it is made from the tables; a journal that is
  ///   broken goes then, and one that another behaviour wrote stays.
  /// - Parameter known: The state that was found then.
  /// - Parameter progress: Is told again and again how many messages wait to be indexed at the most. A server goes on with those that
  ///   do when this is interrupted.
  package static func run(
    _ path: String, _ plan: Plan, known: Recovery.Found? = nil, progress: (UInt64) -> Void = { _ in }
  ) throws(StoreError) {
    let store = try Store(.file(path: path))
    switch plan {
    case .tail, .lost:
      if try !store.hasRules() {
        let tables = try store.tableState()
        let (users, rooms) = (UInt64(tables.users.count), UInt64(tables.rooms.count))
        try Rebuild.fillRules(of: store, with: Rebuild.rulings(in: store, users: users, rooms: rooms))
      }
      let host = try Host(.init(Rebuild.engine(from: store)), in: store)
      try host.mark(.rebuilt)
      try host.setKeys()
      if case .lost = plan { try host.dropJournal() }
      _ = try host.commit()
    case .current, .formats, .anew:
      let found = try Recovery.find(in: store, known: known)
      let host = try Host(found, in: store)
      try host.saveSnapshot()
      _ = try host.commit()
    }
    while try store.indexBetweenTurns() { progress(store.earlierMessages) }
  }
}
