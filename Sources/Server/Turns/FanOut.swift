import Engine
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

  /// The writes of a turn, of which there are none yet.
  var noWrites: TurnWrites<Connection> { TurnWrites(lanes: loops.count) }

  /// Hands over the writes of a turn. Frames to one connection arrive in order, also those of different turns.
  func handOver(_ lanes: [[TurnWrites<Connection>.Write]]) {
    for (loop, writes) in zip(loops, lanes) where !writes.isEmpty {
      perform(on: loop) { TurnWrites<Connection>.perform(writes) }
    }
  }

  /// Sends one frame that is no business of the engine.
  func send(_ bytes: [UInt8], to connection: Connection) {
    perform(on: connection.loop) {
      connection.write(FrameBytes.text(bytes))
      connection.flush()
    }
  }

  /// Closes a connection that the engine does not know, or no longer.
  func close(_ connection: Connection, _ code: CloseCode) {
    perform(on: connection.loop) { connection.close(code) }
  }

  /// At once where the turn runs on this loop; otherwise when its time comes.
  private func perform(on loop: any EventLoop, _ body: @escaping @Sendable () -> Void) {
    if loop.inEventLoop { body() } else { loop.execute(body) }
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

extension TurnWrites<Connection> {
  /// Writes what one event loop is to write, and then flushes each connection once.
  fileprivate static func perform(_ writes: [Write]) {
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
