import Engine
import Host
import NIOConcurrencyHelpers
import NIOCore

/// The addresses from which nobody may connect, for the event loops to look at.
final class BanList: Sendable {
  private struct Ban: Sendable {
    let range: AddressRange
    /// When it is over; nil for never.
    let until: NIODeadline?
  }

  private let bans = NIOLockedValueBox<[Ban]>([])

  /// Takes over what was decided; how long a ban still lasts is measured by the machine's clock from then on.
  func replace(by decided: [AddressBan], at now: Instant) {
    let current = decided.compactMap { ban in
      AddressRange(ban.range).map { range in
        Ban(
          range: range,
          until: ban.until.map {
            NIODeadline.now() + TimeAmount.milliseconds($0.milliseconds - now.milliseconds)
          })
      }
    }
    bans.withLockedValue { $0 = current }
  }

  /// Whether an address is banned. The server's own machine never is, so that its operator cannot be shut out.
  func contains(_ address: ClientAddress) -> Bool {
    let bans = bans.withLockedValue { $0 }
    guard !bans.isEmpty, !address.isThisMachine, let range = AddressRange(address.description) else {
      return false
    }
    return bans.contains { $0.range.covers(range) && ($0.until.map { $0 > NIODeadline.now() } ?? true) }
  }
}
