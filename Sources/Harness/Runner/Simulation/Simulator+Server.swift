import Host
import Store

/// The server that is simulated: how it dies and comes back.
extension Simulator {
  /// The server dies. What was not committed and what was under way is lost; connections break.
  package func crash() throws(Failure) {
    guard host != nil else { throw .serverDown }
    store.rollback()
    host = nil
    for client in clients { disconnect(client) }
  }

  /// The server starts from its store alone; one that runs stops in order before.
  package func restart() throws(Failure) {
    if let host {
      try attempt { _ throws(StoreError) in
        try host.saveSnapshot()
        _ = try host.commit()
      }
      for client in clients { disconnect(client) }
      self.host = nil
    }
    try start()
    for client in clients where client.isBot { try reconnect(client) }
    try settle()
    try doWhatIsDue()
  }

  func start() throws(Failure) {
    do {
      let host = try Host(
        store: store, configuration: configuration, credentials: .simulated,
        snapshotInterval: crashesEverywhere ? 8 : 100_000, at: now)
      _ = try host.commit()
      self.host = host
    } catch {
      throw .store(error)
    }
  }

  /// The server dies and comes back, and every client that had a connection resumes its session unnoticed.
  func crashAndResume() throws(Failure) {
    let connected = clients.filter(\.isConnected)
    try crash()
    try start()
    for client in connected {
      client.expectsReady = true
      try reconnect(client)
    }
  }

  func running() throws(Failure) -> Host {
    guard let host else { throw .serverDown }
    return host
  }

  @discardableResult
  func attempt<Result>(_ body: (Host) throws(StoreError) -> Result) throws(Failure) -> Result {
    let host = try running()
    do {
      return try body(host)
    } catch {
      throw .store(error)
    }
  }
}
