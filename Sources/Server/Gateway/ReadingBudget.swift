import NIOConcurrencyHelpers
import NIOCore

/// How fast is read from each address: so many bytes at once, and so many a second in the long run.
///
/// Who sends more is not refused, but waited with: TCP slows the sender down, and nothing of it is lost or written. It is counted
/// by address, so that whoever comes again goes on where they were.
final class ReadingBudget: Sendable {
  private let nanosecondsPerByte: Int64
  private let burst: Int64
  /// The theoretical arrival time of each address, in nanoseconds of uptime, as in the engine's `Allowance`.
  private let owed = NIOLockedValueBox(Owed())

  private struct Owed {
    var arrivals: [ClientAddress: Int64] = [:]
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
    nanosecondsPerByte = 1_000_000_000 / Int64(bytesPerSecond)
    burst = Self.burstSeconds * 1_000_000_000
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
    let arrival = owed.withLockedValue { owed in
      if owed.arrivals.count > Self.manyAddresses, now - owed.sweptAt > 1_000_000_000 {
        owed.arrivals = owed.arrivals.filter { $0.value > now }
        owed.sweptAt = now
      }
      let arrival = max(owed.arrivals[address] ?? 0, now) + Int64(bytes) * nanosecondsPerByte
      owed.arrivals[address] = arrival
      return arrival
    }
    let wait = arrival - now - burst
    return wait > 0 ? .nanoseconds(wait) : nil
  }
}

extension ClientAddress {
  /// Whether it is this machine itself, on which bots and proxies are at home.
  var isThisMachine: Bool { ["127.0.0.1", "0:0:0:0::/64", "local"].contains(description) }
}
