import Bots
import DequeModule
import Engine
import Host
import Store
import Wire

/// The network between clients and server: in-order pipes that a cut empties.
extension Simulator {
  /// Runs until nothing is left to do at this instant.
  func settle() throws(Failure) {
    var sent = 0
    let cause = log?.cause
    defer { log?.cause = cause }
    while host != nil {
      let turn = try attempt { host throws(StoreError) in try host.commit() }
      for outgoing in turn { try route(outgoing) }
      guard let (client, bytes, entry) = sends.popFirst() else {
        if turn.isEmpty { return }
        continue
      }
      sent += 1
      guard sent <= Self.sendsPerInstant else { throw .endless }
      if let entry { log?.cause = entry }
      if client.isConnected { try receive(bytes, from: client) }
    }
    sends.removeAll()
  }

  /// Brings a client's frame to the server.
  func receive(_ bytes: [UInt8], from client: SimulatedClient) throws(Failure) {
    guard let connection = client.connection else { return }
    try attempt { host throws(StoreError) in try host.receive(bytes, from: connection, at: now) }
    guard crashesEverywhere, client.session != nil else { return }
    // The turn lasts, but nobody hears of it: all of its frames are lost with the connections.
    for outgoing in try attempt({ host throws(StoreError) in try host.commit() }) {
      if case .close = outgoing { try route(outgoing) }
    }
    try crashAndResume()
  }

  func reconnect(_ client: SimulatedClient) throws(Failure) {
    guard client.connection == nil else { throw .alreadyConnected(client.name) }
    let connection = try attempt { host throws(StoreError) in try host.connect(client.opening, at: now) }
    client.connection = connection
    byConnection[connection] = client
    guard client.logsInByFrame else { return }
    try attempt { host throws(StoreError) in
      try host.receive(writer.write(client.logInFrame()), from: connection, at: now)
    }
  }

  func route(_ outgoing: Outgoing) throws(Failure) {
    switch outgoing {
    case .send(let frame, let connection):
      guard let client = byConnection[connection] else { return }
      try arrive(Received(frame, reader: reader), at: client)
    case .sendToMany(let frame, let connections):
      let received = Received(frame, reader: reader)
      for connection in connections {
        if let client = byConnection[connection] { try arrive(received, at: client) }
      }
    case .close(let connection, let code):
      guard let client = byConnection[connection] else { return }
      disconnect(client)
      handOver(Received(closed: code), to: client)
    }
  }

  /// A frame comes to a client's end of the pipe. One who reads too slowly is closed and may resume.
  func arrive(_ frame: Received, at client: SimulatedClient) throws(Failure) {
    guard client.isStalled else { return handOver(frame, to: client) }
    client.pipe.append((frame, log?.cause))
    client.pipeBytes += frame.bytes
    guard client.pipeBytes > configuration.limits[.sendQueueBytes], let connection = client.connection else {
      return
    }
    disconnect(client)
    handOver(Received(closed: .slowReader), to: client)
    try attempt { host throws(StoreError) in try host.cut(connection, at: now) }
  }

  func handOver(_ frame: Received, to client: SimulatedClient) {
    arrivals += 1
    let entry = client.take(frame, serial: arrivals, at: now, in: log)
    post(client.react(to: frame, entry: entry, at: now), from: client, because: entry)
  }

  func post(_ frames: [JSON], from client: SimulatedClient, because cause: Int?) {
    for frame in frames {
      let bytes = writer.write(frame)
      sends.append((client, bytes, log?.send(bytes, from: client.name, because: cause, at: now)))
    }
  }

  func disconnect(_ client: SimulatedClient) {
    guard let connection = client.connection else { return }
    byConnection[connection] = nil
    client.connection = nil
    // What was on its way is lost, a `ready` that the simulator waited for included.
    client.expectsReady = false
    client.pipe.removeAll()
    client.pipeBytes = 0
  }
}
