import Engine
import Store

extension Host {
  /// A host for work on a file that nobody has open, which is brought up to date.
  convenience init(_ found: Recovery.Found, in store: Store) throws(StoreError) {
    self.init(
      found: found, store: store, configuration: found.engine.configuration, credentials: .simulated)
    try bringUpToDate(found)
  }

  /// Brings a file of an earlier program up to date, with the open turn: where another behaviour of the engine made the state,
  /// the journal begins anew, and names are folded again; where the tables do not have the rules of rooms yet, they are written. The
  /// newest messages are indexed.
  func bringUpToDate(_ found: Recovery.Found) throws(StoreError) {
    if found.otherBehaviour != nil {
      try mark(.upgraded)
      try setKeys()
    }
    try attempt { () throws(StoreError) in try store.indexNewestEarlier() }
    var hasRules = true
    try attempt { () throws(StoreError) in hasRules = try store.hasRules() }
    guard !hasRules else { return }
    try attempt { () throws(StoreError) in try store.setRules(engine.rulings) }
  }

  /// Writes the keys of names, which an earlier program may have folded otherwise, with the open turn.
  func setKeys() throws(StoreError) {
    try attempt { () throws(StoreError) in try store.set(engine.storedKeys) }
  }
}
