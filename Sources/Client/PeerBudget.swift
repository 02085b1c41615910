import Dispatch
import NIOConcurrencyHelpers

/// How much time and memory a client spends on a server that it does not trust, over several connections together.
///
/// Such a server may send without end, or a little again and again, so that no single wait reaches its deadline.
package final class PeerBudget: Sendable {
  private struct State {
    var ends: DispatchTime
    var weight = 0
  }

  private let seconds: Int
  private let bytes: Int
  private let state: NIOLockedValueBox<State>

  /// - Parameters:
  ///   - seconds: How long everything may take from now on.
  ///   - bytes: How much may be taken. A text weighs its bytes, and as much for each of its values as these take when they are read.
  package init(seconds: Int, bytes: Int) {
    (self.seconds, self.bytes) = (seconds, bytes)
    state = NIOLockedValueBox(State(ends: .now() + .seconds(seconds)))
  }

  /// What has been taken so far, in bytes.
  package var weight: Int { state.withLockedValue { $0.weight } }

  /// When the time is over.
  var ends: DispatchTime { state.withLockedValue { $0.ends } }

  /// Adds the time of a pause that the client itself makes.
  package func add(milliseconds: Int) {
    state.withLockedValue { $0.ends = $0.ends + .milliseconds(milliseconds) }
  }

  /// Fails where the time is over.
  package func check() throws(WebSocketError) {
    guard DispatchTime.now() >= ends else { return }
    throw .exhausted(reason: "everything together has taken longer than \(seconds) s")
  }

  /// Counts what has been taken from a connection, and fails where it is too much or too late.
  func take(_ inbound: WebSocketConnection.Inbound) throws(WebSocketError) {
    guard case .text(let text) = inbound else { return }
    let values = text.count { [UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{")].contains($0) }
    let weight = state.withLockedValue { state in
      state.weight += Inbox.weight(of: inbound) + 48 * values
      return state.weight
    }
    guard weight <= bytes else {
      throw .exhausted(reason: "it has sent more than \(bytes >> 20) MiB without being asked")
    }
    try check()
  }
}
