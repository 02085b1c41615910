import DequeModule
import Engine
import Host
import Store
import Wire

/// What clients do, each with everything that it leads to at this instant.
extension Simulator {
  /// The client's connection; where it has none because the server is down, that is what has to be mended first.
  func connection(of client: SimulatedClient) throws(Failure) -> ConnectionID {
    guard let connection = client.connection else {
      throw host == nil ? .serverDown : .notConnected(client.name)
    }
    return connection
  }

  /// Sends the bytes of one frame and runs until nothing is left to do.
  package func send(_ bytes: [UInt8], from name: String) throws(Failure) {
    let client = try client(name)
    _ = try connection(of: client)
    try receive(bytes, from: client)
    try settle()
  }

  /// The network of a client breaks; what was under way is lost.
  package func cut(_ name: String) throws(Failure) {
    let client = try client(name)
    let connection = try connection(of: client)
    disconnect(client)
    try attempt { host throws(StoreError) in try host.cut(connection, at: now) }
    try settle()
  }

  /// A client says goodbye with a close frame. Its session is over.
  package func close(_ name: String) throws(Failure) {
    let client = try client(name)
    let connection = try connection(of: client)
    disconnect(client)
    client.session = nil
    try attempt { host throws(StoreError) in try host.closed(connection, at: now) }
    try settle()
  }

  /// A client connects again, logs in, and resumes the session that it had. A guest only connects, and is told `hello`.
  /// A tutorial's client connects as it did first.
  package func `return`(_ name: String) throws(Failure) {
    let client = try client(name)
    if case (.guest, .verbatim) = (client.role, client.dialect) { client.showsHello = true }
    try reconnect(client)
    try settle()
    try doWhatIsDue()
  }

  /// A client stops reading: what is sent to it stays in the pipe.
  package func stall(_ name: String) throws(Failure) {
    try client(name).isStalled = true
  }

  /// A client reads again.
  package func flow(_ name: String) throws(Failure) {
    let client = try client(name)
    client.isStalled = false
    client.pipeBytes = 0
    let cause = log?.cause
    while let waiting = client.pipe.popFirst() {
      log?.cause = waiting.cause
      handOver(waiting.frame, to: client)
    }
    log?.cause = cause
    try settle()
  }
}
