import Engine
import NIOConcurrencyHelpers
import NIOCore

/// How much each address may have of something: so much at once, and so much a second in the long run. It is counted by address,
/// so that reconnecting does not reset it.
///
/// Of bytes: who sends more over a WebSocket is not refused, but waited with. TCP slows the sender down, and nothing of it is lost or
/// written.
final class AddressBudget: Sendable {
  /// In nanoseconds.
  private let rate: TokenBucket.Rate
  /// In nanoseconds of uptime.
  private let owed = NIOLockedValueBox(Owed())

  private struct Owed {
    var buckets: [ClientAddress: TokenBucket] = [:]
    /// When it was last looked who owes nothing any more, in nanoseconds of uptime.
    var sweptAt: Int64 = 0
  }

  /// What a message costs beside its bytes, in bytes.
  static let overhead = 64
  /// What a request over HTTP costs beside its body: its head, and what is kept of a connection that comes and goes, in bytes.
  static let requestOverhead = 512
  /// For how many seconds the burst of bytes lasts.
  private static let burstSeconds: Int64 = 32
  /// From how many addresses on it is looked which of them owe nothing any more.
  private static let manyAddresses = 4096

  /// So many bytes a second in the long run.
  init(bytesPerSecond: Int) {
    rate = .init(
      interval: 1_000_000_000 / Int64(bytesPerSecond), tolerance: Self.burstSeconds * 1_000_000_000)
  }

  /// So many at once, and so many a second in the long run.
  init(burst: Int, perSecond: Int) {
    rate = .init(burst: burst, interval: 1_000_000_000 / Int64(perSecond))
  }

  /// Counts a request, or returns how long none is taken from the address, where too much came already; it is not counted then,
  /// so that nobody who shares the address waits for longer.
  func admit(_ cost: Int, of address: ClientAddress, at now: NIODeadline = .now()) -> TimeAmount? {
    if let wait = spend(0, of: address, at: now) { return wait }
    _ = spend(cost, of: address, at: now)
    return nil
  }

  /// Counts what was done; returns how long nothing more is to be done for the address.
  func spend(_ cost: Int, of address: ClientAddress, at now: NIODeadline = .now()) -> TimeAmount? {
    let now = Int64(now.uptimeNanoseconds)
    let wait = owed.withLockedValue { owed in
      if owed.buckets.count > Self.manyAddresses, now - owed.sweptAt > 1_000_000_000 {
        owed.buckets = owed.buckets.filter { !$0.value.isFull(at: now) }
        owed.sweptAt = now
      }
      owed.buckets[address, default: TokenBucket()].spend(Int64(cost), at: now, rate)
      return owed.buckets[address]!.wait(at: now, rate)
    }
    return wait > 0 ? .nanoseconds(wait) : nil
  }
}

extension ClientAddress {
  /// Whether it is this machine itself, on which bots and proxies are at home.
  var isThisMachine: Bool { ["127.0.0.1", "0:0:0:0::/64", "local"].contains(description) }
}
