import Engine
import Foundation
import NIOCore
import Store

import class Host.Host

/// How a server recovers from an error of its database.
extension TurnThread {
  /// The turn is lost, and nobody has heard of it: everybody is to reconnect, and resumes from the last commit.
  ///
  /// The server goes on with what only looks, and tries again to write from time to time: a disk that is full takes a
  /// little now and then, and would otherwise send everybody away each time that it does not.
  func recover(from error: StoreError) {
    report(error)
    closeEverybody(.internalError)
    afterCommit = []
    let store = host.store
    do {
      try replaceHost { () throws(StoreError) in try factory.readOnly(store, at: now) }
      writesAgainAt = .now() + Self.writingInterval
      log.write(.readsOnly)
    } catch {
      // There is nothing left that could be said to anybody.
      report(error)
      exit(EXIT_FAILURE)
    }
  }

  /// Writes again, where that has become possible.
  func retryWriting() {
    guard host.isReadOnly, NIODeadline.now() >= writesAgainAt else { return }
    let store = host.store
    do {
      try store.checkPlace()
      let writing = try factory.reopen(host, at: now)
      closeEverybody(.internalError)
      replaceHost(by: writing)
      readiness.storeAnswered(true)
      log.write(.writesAgain)
    } catch {
      store.rollback()
      writesAgainAt = .now() + Self.writingInterval
    }
  }

  func report(_ error: StoreError) {
    metrics.storeErrors.add()
    readiness.storeAnswered(false)
    log.write(.storeFailed(error))
  }

  private func closeEverybody(_ code: CloseCode) {
    for connection in connections.removeAll() { fanOut.close(connection, code) }
  }

  /// How long a server that cannot write waits before it tries again.
  static let writingInterval = TimeAmount.seconds(1)
}
