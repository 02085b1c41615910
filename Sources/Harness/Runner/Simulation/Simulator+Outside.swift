package import Engine
import Host
import Store

/// The server's end of a connection that a program of its own has to the simulated server.
package protocol OutsideConnection: AnyObject {
  /// The server sends a frame.
  func deliver(_ bytes: [UInt8])
  /// The server says goodbye.
  func close(with code: CloseCode)
  /// The server is gone.
  func cut()
}

/// What programs of their own do on the virtual network. They take real time for it, of which the clock of the simulation knows nothing.
extension Simulator {
  /// A program connects, and logs in where it brings a token. The server runs.
  package func connect(_ outsider: any OutsideConnection, token: String?) throws(Failure) -> ConnectionID {
    let id = try attempt { host throws(StoreError) in try host.connect(Opening(token: token), at: now) }
    outsiders[id] = outsider
    try settle()
    return id
  }

  /// A program sends a frame.
  package func receive(_ bytes: [UInt8], from id: ConnectionID) throws(Failure) {
    guard outsiders[id] != nil else { return }
    try attempt { host throws(StoreError) in try host.receive(bytes, from: id, at: now) }
    try settle()
  }

  /// A program's connection ends, with a goodbye or without.
  package func end(_ id: ConnectionID, withGoodbye isOrderly: Bool) throws(Failure) {
    guard outsiders.removeValue(forKey: id) != nil, isUp else { return }
    try attempt { host throws(StoreError) in
      try isOrderly ? host.closed(id, at: now) : host.cut(id, at: now)
    }
    try settle()
  }
}
