import Host
import Store

/// The server that is simulated: how it dies and comes back.
extension Simulator {
  /// The server dies. What was not committed and what was under way is lost; connections break.
  package func crash() throws(Failure) {
    guard host != nil else { throw .serverDown }
    store.rollback()
    host = nil
    disconnectAll()
  }

  /// The server starts from its store alone; one that runs stops in order before.
  package func restart() throws(Failure) {
    if let host {
      try attempt { _ throws(StoreError) in
        try host.saveSnapshot()
        _ = try host.commit()
      }
      disconnectAll()
      self.host = nil
    }
    try start()
    try perform { () throws(Failure) in try reconnectBots() }
    // What fell due while the server was down.
    try advance(byMilliseconds: 0)
    try externalBots?.awaitReturn()
  }

  private func disconnectAll() {
    forgetConnections()
    for client in participants { client.disconnect() }
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
