import Client
import Foundation
import NIOPosix

/// Does what a `ChatSession` asks for, and tells it what happened.
struct ChatDriver {
  let endpoint: Endpoint
  var session: ChatSession
  let terminal: ChatTerminal

  private enum Happening: Sendable {
    case input(ChatSession.Input)
    /// Something on the connection of this number; older ones are no longer listened to.
    case onConnection(Int, ChatSession.Input)
    case connected(Int, WebSocketConnection)
  }

  /// Runs a session to its end.
  ///
  /// - Parameter lines: What is typed before the person's own lines.
  consuming func run(lines: [String]) async -> ChatSession.Ending {
    let (happenings, continuation) = AsyncStream.makeStream(of: Happening.self)
    let start = ContinuousClock.now
    func now() -> Int64 {
      let elapsed = (ContinuousClock.now - start).components
      return elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
    }
    var connection: WebSocketConnection?
    var number = 0
    var timer: Task<Void, any Error>?
    var actions = session.start
    for line in lines { actions += session.handle(.typed(line), at: now()) }
    terminal.read { continuation.yield(.input($0)) }
    var iterator = happenings.makeAsyncIterator()
    while true {
      for action in actions {
        switch action {
        case .connect:
          number += 1
          connect(number, to: continuation)
        case .send(let bytes): try? await connection?.send(bytes: bytes)
        case .ping:
          guard let connection else { break }
          Task { [number] in
            try await connection.ping()
            continuation.yield(.onConnection(number, .ponged))
          }
        case .disconnect(let isOrderly):
          if isOrderly { await Self.sayGoodbye(to: connection) } else { connection?.abort() }
          connection = nil
          number += 1
        case .show(let item): terminal.show(item, in: session.currentRoom)
        case .end(let ending):
          timer?.cancel()
          return ending
        }
      }
      timer?.cancel()
      timer = session.deadline.map { deadline in
        let wait = max(0, deadline - now())
        return Task {
          try await Task.sleep(for: .milliseconds(wait))
          continuation.yield(.input(.timePassed))
        }
      }
      guard let happening = await iterator.next() else { return .finished(unanswered: 0) }
      switch happening {
      case .input(let input): actions = session.handle(input, at: now())
      case .onConnection(let origin, let input):
        actions = origin == number ? session.handle(input, at: now()) : []
      case .connected(let origin, let made):
        guard origin == number else {
          made.abort()
          actions = []
          break
        }
        connection = made
        actions = session.handle(.connected, at: now())
      }
    }
  }

  private func connect(_ number: Int, to continuation: AsyncStream<Happening>.Continuation) {
    let endpoint = endpoint
    Task {
      let connection: WebSocketConnection
      do throws(WebSocketError) {
        connection = try await .connect(to: endpoint, group: MultiThreadedEventLoopGroup.singleton)
      } catch {
        continuation.yield(.onConnection(number, .unreachable("\(endpoint): \(error.message)")))
        return
      }
      continuation.yield(.connected(number, connection))
      while let inbound = await connection.next() {
        let input: ChatSession.Input =
          switch inbound {
          case .text(let bytes): .received(bytes)
          case .closed(let code): .disconnected(code: code)
          case .lost: .disconnected(code: nil)
          }
        continuation.yield(.onConnection(number, input))
      }
    }
  }

  /// A server that does not answer a goodbye is not waited for.
  private static func sayGoodbye(to connection: WebSocketConnection?) async {
    guard let connection else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await Task.sleep(for: .seconds(3))
        connection.abort()
      }
      group.addTask { await connection.close() }
      // The one that comes first ends the other: an aborted connection is closed as well.
      await group.next()
      group.cancelAll()
    }
  }
}
