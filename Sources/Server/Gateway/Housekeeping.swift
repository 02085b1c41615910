import NIOCore

/// Looks after all connections about once a second: one timer for each event loop instead of several for each connection.
final class Housekeeping: Sendable {
  private let all: [any EventLoop]
  private let loops: [ObjectIdentifier: NIOLoopBoundBox<[ObjectIdentifier: Connection]>]

  /// - Parameter interval: How often each connection is looked at.
  init(loops: [any EventLoop], interval: TimeAmount) {
    all = loops
    self.loops = Dictionary(
      uniqueKeysWithValues: loops.map {
        (ObjectIdentifier($0), NIOLoopBoundBox.makeBoxSendingValue([:], eventLoop: $0))
      })
    for loop in loops {
      let box = self.loops[ObjectIdentifier(loop)]
      loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
        let now = Duration.uptime
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

  /// How many bytes wait to be read by all clients together.
  func bytesWaiting() async -> Int {
    var sum = 0
    for loop in all {
      let box = loops[ObjectIdentifier(loop)]
      let waiting = loop.submit { (box?.value ?? [:]).values.reduce(0) { $0 + $1.bytesWaiting } }
      sum += (try? await waiting.get()) ?? 0
    }
    return sum
  }
}
