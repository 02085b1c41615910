import NIOCore

/// Looks after all connections about once a second: one timer for each event loop instead of several for each connection.
final class Housekeeping: Sendable {
  private let loops: [ObjectIdentifier: NIOLoopBoundBox<[ObjectIdentifier: Connection]>]

  /// - Parameter interval: How often each connection is looked at.
  init(loops: [any EventLoop], interval: TimeAmount) {
    self.loops = Dictionary(
      uniqueKeysWithValues: loops.map {
        (ObjectIdentifier($0), NIOLoopBoundBox.makeBoxSendingValue([:], eventLoop: $0))
      })
    for loop in loops {
      let box = self.loops[ObjectIdentifier(loop)]
      loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
        let now = NIODeadline.now()
        for connection in (box?.value ?? [:]).values { connection.tick(at: now) }
      }
    }
  }

  /// Begins to look after a connection; called on its event loop.
  func remember(_ connection: Connection, as key: ObjectIdentifier) {
    loops[ObjectIdentifier(connection.loop)]?.value[key] = connection
  }

  /// Stops looking after a connection; called on its event loop.
  func forget(_ key: ObjectIdentifier, on loop: any EventLoop) {
    loops[ObjectIdentifier(loop)]?.value[key] = nil
  }
}
