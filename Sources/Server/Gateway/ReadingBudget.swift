import Engine
import NIOConcurrencyHelpers
import NIOCore

/// How fast is read from each address: so many bytes at once, and so many a second in the long run.
///
/// Who sends more is not refused, but waited with: TCP slows the sender down, and nothing of it is lost or written. It is counted
/// by address, so that whoever comes again goes on where they were.
final class ReadingBudget: Sendable {
  /// In nanoseconds; a token is a byte.
  private let rate: TokenBucket.Rate
  /// In nanoseconds of uptime.
  private let owed = NIOLockedValueBox(Owed())

  private struct Owed {
    var buckets: [ClientAddress: TokenBucket] = [:]
    /// When it was last looked who owes nothing any more, in nanoseconds of uptime.
    var sweptAt: Int64 = 0
  }

  /// What a message costs beside its bytes.
  static let overhead = 64
  /// What a request over HTTP costs beside its body: its head, and what is kept of a connection that comes and goes.
  static let requestOverhead = 512
  /// For how many seconds the burst lasts.
  private static let burstSeconds: Int64 = 32
  /// From how many addresses on it is looked which of them owe nothing any more.
  private static let manyAddresses = 4096

  /// - Parameter bytesPerSecond: How much is read from one address in the long run.
  init(bytesPerSecond: Int) {
    rate = .init(
      interval: 1_000_000_000 / Int64(bytesPerSecond), tolerance: Self.burstSeconds * 1_000_000_000)
  }

  /// Counts a request, or returns how long none is taken from the address, where too much came already; it is not counted then,
  /// so that nobody who shares the address waits for longer.
  func admit(_ bytes: Int, of address: ClientAddress, at now: NIODeadline = .now()) -> TimeAmount? {
    if let wait = spend(0, of: address, at: now) { return wait }
    _ = spend(bytes, of: address, at: now)
    return nil
  }

  /// Counts bytes that were read; returns how long nothing more is to be read from the address.
  func spend(_ bytes: Int, of address: ClientAddress, at now: NIODeadline = .now()) -> TimeAmount? {
    let now = Int64(now.uptimeNanoseconds)
    let wait = owed.withLockedValue { owed in
      if owed.buckets.count > Self.manyAddresses, now - owed.sweptAt > 1_000_000_000 {
        owed.buckets = owed.buckets.filter { !$0.value.isFull(at: now) }
        owed.sweptAt = now
      }
      owed.buckets[address, default: TokenBucket()].spend(Int64(bytes), at: now, rate)
      return owed.buckets[address]!.wait(at: now, rate)
    }
    return wait > 0 ? .nanoseconds(wait) : nil
  }
}

extension ClientAddress {
  /// Whether it is this machine itself, on which bots and proxies are at home.
  var isThisMachine: Bool { ["127.0.0.1", "0:0:0:0::/64", "local"].contains(description) }
}
