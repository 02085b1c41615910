import NIOConcurrencyHelpers

/// Whether the server can serve requests; any thread may set or read it.
final class Readiness: Sendable {
  enum State: Hashable {
    case ready
    case notReady(Reason)
  }

  enum Reason: Hashable {
    case starting, draining
    /// The database took no commit.
    case store
    /// The engine's thread does not answer.
    case busy

    var message: String {
      switch self {
      case .starting: "The server is starting."
      case .draining: "The server is going away."
      case .store: "The database takes no commits; the log says why."
      case .busy: "The engine's thread does not answer."
      }
    }
  }

  private let current = NIOLockedValueBox(State.notReady(.starting))

  var state: State { current.withLockedValue { $0 } }

  /// The server listens.
  func started() { current.withLockedValue { if $0 == .notReady(.starting) { $0 = .ready } } }

  /// The server is going away, which it never comes back from.
  func draining() { current.withLockedValue { $0 = .notReady(.draining) } }

  /// A commit lasted, or none can.
  func storeAnswered(_ works: Bool) {
    current.withLockedValue { state in
      switch state {
      case .ready: if !works { state = .notReady(.store) }
      case .notReady(.store): if works { state = .ready }
      case .notReady(.starting), .notReady(.draining), .notReady(.busy): break
      }
    }
  }
}
