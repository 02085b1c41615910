import Engine
import NIOConcurrencyHelpers
import NIOCore

/// Counts open sockets, all and for each address, and turns away what is too many before anything is read.
final class Doorkeeper: Sendable {
  /// Which limit was reached.
  enum Reason: String, CaseIterable, Sendable {
    /// All sockets of the server.
    case server
    /// The sockets of one address.
    case address
  }

  /// What becomes of a new socket.
  enum Verdict: Sendable {
    case admit
    /// It is answered by a refusal and closed.
    case refuse(Reason)
    /// It is closed at once: too many wait for their refusal already.
    case drop(Reason)
  }

  /// How many sockets there may be, or nil for any number.
  private let most: Int?
  /// How many there may be of one address, or nil for any number.
  private let mostPerAddress: Int?
  /// How many may wait at a time to be told that they are too many.
  private let mostRefused: Int

  private let counts = NIOLockedValueBox(Counts())

  private struct Counts {
    var all = 0
    var refused = 0
    /// Whether it was said that the server is full, since there was room last.
    var isFullKnown = false
    var byAddress: [ClientAddress: Int] = [:]

    /// Counts one more of an address; false where it has as many as it may.
    mutating func enter(_ address: ClientAddress, most: Int?) -> Bool {
      let count = byAddress[address, default: 0]
      if let most, count >= most { return false }
      byAddress[address] = count + 1
      return true
    }

    mutating func leave(_ address: ClientAddress) {
      let rest = byAddress[address, default: 1] - 1
      byAddress[address] = rest == 0 ? nil : rest
    }
  }

  init(most: Int?, mostPerAddress: Int?, mostRefused: Int = 256) {
    self.mostRefused = mostRefused
    self.most = most
    self.mostPerAddress = mostPerAddress
  }

  /// How many sockets are open.
  var count: Int { counts.withLockedValue { $0.all } }

  /// Decides about a new socket. Of one that was admitted or refused, `left` has to tell the end.
  ///
  /// - Parameter address: nil where it is not known yet for whom the socket is.
  func admit(_ address: ClientAddress?) -> Verdict {
    counts.withLockedValue { counts in
      let reason: Reason? =
        if let most, counts.all >= most {
          .server
        } else if let address, !counts.enter(address, most: mostPerAddress) {
          .address
        } else {
          nil
        }
      if let reason {
        guard counts.refused < mostRefused else { return .drop(reason) }
        counts.refused += 1
        return .refuse(reason)
      }
      counts.all += 1
      return .admit
    }
  }

  /// Whether the server is full, and this was not said yet since it had room for a tenth of its sockets.
  func beginsToBeFull() -> Bool {
    counts.withLockedValue { counts in
      guard let most, counts.all >= most, !counts.isFullKnown else { return false }
      counts.isFullKnown = true
      return true
    }
  }

  /// Counts a client whose socket was admitted before its address was known; false where it has too many.
  func enter(_ address: ClientAddress) -> Bool {
    counts.withLockedValue { $0.enter(address, most: mostPerAddress) }
  }

  /// A client that had entered is gone.
  func leave(_ address: ClientAddress) {
    counts.withLockedValue { $0.leave(address) }
  }

  /// A socket was closed.
  func left(_ address: ClientAddress?, after verdict: Verdict) {
    counts.withLockedValue { counts in
      switch verdict {
      case .drop: break
      case .refuse: counts.refused -= 1
      case .admit:
        counts.all -= 1
        if let most, counts.all < most - max(1, most / 10) { counts.isFullKnown = false }
        if let address { counts.leave(address) }
      }
    }
  }
}
