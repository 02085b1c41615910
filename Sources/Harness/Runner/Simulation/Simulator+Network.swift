package import Engine
import Host
import Store
import Wire

/// The network between clients and server. In the simulator nothing is in flight.
extension Simulator {
  package func makeConnection(for client: Participant) throws(Failure) -> any ClientConnection {
    // Only a tutorial's client logs in by connecting.
    let opening =
      switch client.dialect {
      case .verbatim: Opening()
      case .tutorialChat, .tutorialNotification: Opening(token: client.token, dialect: client.dialect)
      }
    let id = try attempt { host throws(StoreError) in try host.connect(opening, at: now) }
    let connection = SimulatedConnection(id, of: client, in: self)
    self[id] = connection
    return connection
  }

  /// The number by which the server knows a client's connection.
  package func connectionID(of name: String) -> ConnectionID? {
    (roster[name]?.connection as? SimulatedConnection)?.id
  }

  package func takeArrived() throws(Failure) -> Bool {
    let turn = try attempt { host throws(StoreError) in try host.commit() }
    for outgoing in turn { try route(outgoing) }
    return !turn.isEmpty
  }

  private func route(_ outgoing: Outgoing) throws(Failure) {
    switch outgoing {
    case .send(let frame, let id):
      guard let connection = self[id] else {
        outsiders[id]?.deliver(frame.bytes)
        return
      }
      try arrive(Received(frame, reader: roster.reader), by: connection)
    case .sendToMany(let frame, let ids):
      let received = Received(frame, reader: roster.reader)
      for id in ids {
        if let connection = self[id] {
          try arrive(received, by: connection)
        } else {
          outsiders[id]?.deliver(frame.bytes)
        }
      }
    case .close(let id, let code):
      self[id]?.closed(with: code)
      outsiders.removeValue(forKey: id)?.close(with: code)
    }
  }

  private func arrive(_ frame: Received, by connection: SimulatedConnection) throws(Failure) {
    if connection.client.isStalled {
      try connection.hold(frame)
    } else {
      handOver(frame, to: connection.client)
    }
  }

  /// The server dies and comes back, and every client that had a connection resumes its session unnoticed.
  ///
  /// The turn lasts, but nobody hears of it: all of its frames are lost with the connections.
  func crashUnheard() throws(Failure) {
    for outgoing in try attempt({ host throws(StoreError) in try host.commit() }) {
      if case .close = outgoing { try route(outgoing) }
    }
    let connected = participants.filter(\.isConnected)
    try crash()
    try start()
    for client in connected {
      client.expectsReady = true
      try connectAndLogIn(client)
    }
  }
}
