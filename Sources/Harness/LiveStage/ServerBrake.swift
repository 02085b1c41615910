import Client
import Glibc
import Synchronization

/// What the runner may wait for at a server, so that another thread can end the waiting.
package final class ServerBrake: Sendable {
  private struct State {
    var isPulled = false
    var connections: [BlockingConnection] = []
    var group: pid_t?
    var folder: ServerFolder?
  }

  private let state = Mutex(State())

  /// Whether everything has been broken, and nothing may begin.
  var isPulled: Bool { state.withLock { $0.isPulled } }

  /// Breaks all connections and ends the server's process; what is added from now on is broken at once.
  package func pull() {
    let connections = state.withLock { state in
      state.isPulled = true
      // Under the lock, so that the group is not that of another process by now.
      if let group = state.group { kill(-group, SIGKILL) }
      return state.connections
    }
    for connection in connections { connection.abort() }
  }

  /// The same for a server that whoever has it will not shut down any more.
  package func abandon() {
    pull()
    state.withLock { $0.folder }?.remove()
  }

  /// Things may begin again.
  func release() { state.withLock { $0.isPulled = false } }

  func add(_ connection: BlockingConnection) {
    let isPulled = state.withLock { state in
      state.connections.append(connection)
      return state.isPulled
    }
    if isPulled { connection.abort() }
  }

  /// Forgets the connections so far but one.
  func forgetConnections(but kept: BlockingConnection?) {
    state.withLock { $0.connections = kept.map { [$0] } ?? [] }
  }

  /// The server's folder, which nobody else removes where its watchdog was ended too.
  func hold(_ folder: ServerFolder) { state.withLock { $0.folder = folder } }

  /// The process group of the server; nil before the last of it is waited for, since its number is free then.
  func hold(_ group: pid_t?) {
    let isPulled = state.withLock { state in
      state.group = group
      return state.isPulled
    }
    if isPulled, let group { kill(-group, SIGKILL) }
  }
}
