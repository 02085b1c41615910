import Engine
import Foundation
import Host
import Store

import class Host.Host

/// Makes the host that a server runs, when it starts and when it starts anew.
struct HostFactory: Sendable {
  let location: Store.Location
  let configuration: Configuration
  let credentials: @Sendable () -> Credentials
  /// For how many days the audit log is kept.
  let auditDays: Int

  /// A host for what the database holds.
  func open(at now: (Engine) throws(StoreError) -> Instant) throws(StoreError) -> Host {
    var known: Recovery.Found?
    if case .file(let path) = location { known = try Recovery.checkBeforeOpening(path) }
    return try host(of: Store(location), known, limits: configuration.limits, at: now)
  }

  /// A host that writes, for what one has that only reads.
  func reopen(_ host: Host, at now: Instant) throws(StoreError) -> Host {
    host.store.rollback()
    return try self.host(of: host.store, host.committed, limits: configuration.limits) { _ in now }
  }

  /// A host that shows what was committed last and writes nothing.
  func readOnly(_ store: Store, at now: Instant) throws(StoreError) -> Host {
    let host = try Host(
      readingOnly: store, configuration: configuration, credentials: credentials(), at: now)
    _ = try host.commit()
    return host
  }

  /// A host for an empty database with other limits. Nobody may have the database open.
  func reset(limits: Limits, at now: Instant) throws(StoreError) -> Host {
    if case .file(let path) = location {
      for suffix in ["", "-wal", "-shm", "-journal"] {
        try? FileManager.default.removeItem(atPath: path + suffix)
      }
    }
    return try host(of: Store(location), limits: limits) { _ in now }
  }

  private func host(
    of store: Store, _ known: Recovery.Found? = nil, limits: Limits,
    at now: (Engine) throws(StoreError) -> Instant
  ) throws(StoreError) -> Host {
    store.auditMilliseconds = Int64(auditDays) * 86_400_000
    let found = try Recovery.find(in: store, known: known)
    let host = try Host(
      found, in: store, configuration: Configuration(limits: limits, clock: configuration.clock),
      credentials: credentials(), snapshots: .betweenTurns, at: try now(found.engine))
    _ = try host.commit()
    return host
  }
}
