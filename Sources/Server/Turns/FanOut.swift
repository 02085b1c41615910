import Engine
import Host
import NIOCore

/// Brings what a turn has to say to the event loops: one task for each loop, one flush for each connection.
struct FanOut {
  private let loops: [any EventLoop]
  private let indices: [ObjectIdentifier: Int]

  init(loops: [any EventLoop]) {
    self.loops = loops
    indices = Dictionary(uniqueKeysWithValues: loops.enumerated().map { (ObjectIdentifier($1), $0) })
  }

  /// One of the loops, for what has to happen at some time.
  var loop: any EventLoop {
    guard let first = loops.first else { preconditionFailure("a server has at least one event loop") }
    return first
  }

  /// Hands over a turn. Frames to one connection arrive in order, also those of different turns.
  func deliver(_ turn: [Outgoing], to connections: (ConnectionID) -> Connection?) {
    var writes = loops.map { _ in [Write]() }
    func append(_ write: Write, to connection: Connection) {
      writes[connection.lane].append(write)
    }
    for part in FrameRun.runs(of: turn) {
      switch part {
      case .one(let frame, let id):
        guard let connection = connections(id) else { continue }
        append(.one(FrameBytes.text(frame.bytes), connection), to: connection)
      case .many(let frames, let ids):
        let buffer = FrameBytes.texts(frames.map(\.bytes))
        var receivers = loops.map { _ in [Connection]() }
        for id in ids {
          guard let connection = connections(id) else { continue }
          receivers[connection.lane].append(connection)
        }
        for (index, receivers) in receivers.enumerated() where !receivers.isEmpty {
          writes[index].append(.many(buffer, receivers))
        }
      case .close(let id, let code):
        guard let connection = connections(id) else { continue }
        append(.close(code, connection), to: connection)
      }
    }
    for (loop, writes) in zip(loops, writes) where !writes.isEmpty {
      loop.execute { Write.perform(writes) }
    }
  }

  /// Sends one frame that is no business of the engine.
  func send(_ bytes: [UInt8], to connection: Connection) {
    connection.loop.execute {
      connection.write(FrameBytes.text(bytes))
      connection.flush()
    }
  }

  /// Closes a connection that the engine does not know, or no longer.
  func close(_ connection: Connection, _ code: CloseCode) {
    connection.loop.execute { connection.close(code) }
  }

  /// Calls back when everything that was handed over before has been written.
  func whenWritten(_ body: @escaping @Sendable () -> Void) {
    guard let first = loops.first else { return body() }
    EventLoopFuture.andAllComplete(loops.map { $0.submit {} }, on: first).whenComplete { _ in body() }
  }

  /// Which of the event loops is a connection's; it is asked once, when the connection is opened.
  func lane(of connection: Connection) -> Int {
    guard let index = indices[ObjectIdentifier(connection.loop)] else {
      preconditionFailure("a connection of an event loop that is not the server's")
    }
    return index
  }
}

/// What one event loop is to write for a turn.
private enum Write {
  case one(ByteBuffer, Connection)
  case many(ByteBuffer, [Connection])
  case close(CloseCode, Connection)

  /// Writes everything, and then flushes each connection once.
  static func perform(_ writes: [Write]) {
    var touched: [Connection] = []
    func write(_ buffer: ByteBuffer, to connection: Connection) {
      connection.write(buffer)
      guard !connection.isFlushWanted else { return }
      connection.isFlushWanted = true
      touched.append(connection)
    }
    for item in writes {
      switch item {
      case .one(let buffer, let connection): write(buffer, to: connection)
      case .many(let buffer, let connections):
        for connection in connections { write(buffer, to: connection) }
      case .close(let code, let connection): connection.close(code)
      }
    }
    for connection in touched {
      connection.isFlushWanted = false
      connection.flush()
    }
  }
}
