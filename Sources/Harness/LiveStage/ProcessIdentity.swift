import Foundation
import Glibc

/// Which process it is of all that have the same number, one after the other or in other containers.
struct ProcessIdentity: Hashable {
  let process: pid_t
  /// When it started, in ticks since the machine did.
  private let start: UInt64
  /// The namespace of its number, which a container has of its own.
  private let namespace: UInt64

  /// The process of a number, or nil where there is none.
  init?(of process: pid_t) {
    guard let status = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
      // The name in brackets may have anything in it; the start is the 20th field behind.
      let end = status.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = String(decoding: status[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    self.init(process: process, start: start, namespace: Self.ownNamespace)
  }

  private init(process: pid_t, start: UInt64, namespace: UInt64) {
    (self.process, self.start, self.namespace) = (process, start, namespace)
  }

  /// The identity that a text begins with, or nil where it does not.
  init?(_ text: Substring) {
    let numbers = text.split(separator: "-", maxSplits: 3).prefix(3).compactMap { UInt64($0) }
    guard numbers.count == 3, let process = pid_t(exactly: numbers[1]), process > 0 else { return nil }
    self.init(process: process, start: numbers[2], namespace: numbers[0])
  }

  /// The process that asks.
  static let own =
    ProcessIdentity(of: getpid()) ?? ProcessIdentity(process: getpid(), start: 0, namespace: ownNamespace)

  var text: String { "\(namespace)-\(process)-\(start)" }

  /// Whether the process runs.
  var isThere: Bool { Self(of: process) == self }

  /// Whether it has ended, as far as this process can see: nothing is known of other containers.
  var isGone: Bool { namespace == Self.ownNamespace && !isThere }

  /// The number in `pid:[4026531836]`.
  private static let ownNamespace: UInt64 = {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    return link.flatMap { UInt64($0.filter { ("0"..."9").contains($0) }) } ?? 0
  }()
}
