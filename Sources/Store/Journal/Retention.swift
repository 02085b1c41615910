package import Engine

/// For how long the journal is kept.
package enum Retention: Hashable, Sendable {
  case forever
  /// Inputs that are older may go, in milliseconds.
  case age(milliseconds: Int64)
  /// Inputs may go while those after them have so many bytes.
  case size(bytes: UInt64)
}

extension Retention {
  /// What is to be done with the snapshots and the journal of a file.
  package struct Plan: Hashable, Sendable {
    /// The snapshots that are not needed any more.
    package var dropped: [JournalEntry.Index] = []
    /// The newest entry that may go: a snapshot of the state after it is kept. Nil where nothing may.
    package var cut: JournalEntry.Index?
  }

  /// Decides by the snapshots, given in ascending order, by the oldest entry, by the time and by all bytes that the journal ever had.
  ///
  /// The journal is cut at a snapshot, so that it can still be run from where it begins. The newest two snapshots stay in any
  /// case, because one may turn out to be unreadable, and so does the one with which a cut journal begins. Of those between, so many stay that the next cut need not wait
  /// for more than a quarter of what is kept; those at a mark stay, because the journal begins anew there.
  package func plan(
    _ snapshots: [Snapshot], first: JournalEntry.Index?, now: Instant, journalBytes: UInt64
  ) -> Plan {
    var plan = Plan()
    let newest = Set(snapshots.suffix(2).map(\.through))
    let anchor = snapshots.dropLast(1).last { isOver($0, now: now, journalBytes: journalBytes) }?.through
    plan.cut = anchor.flatMap { anchor in first.map { $0 <= anchor } == true ? anchor : nil }
    let start = anchor ?? first.map { JournalEntry.Index($0.number - 1) } ?? .start
    var kept: Snapshot?
    for snapshot in snapshots {
      let isNeeded =
        snapshot.through >= start
        && (newest.contains(snapshot.through) || snapshot.isMark
          || kept.map { isFar($0, from: snapshot) } ?? (start > .start || self != .forever))
      if isNeeded { kept = snapshot } else { plan.dropped.append(snapshot.through) }
    }
    return plan
  }

  /// Whether a snapshot is due so that the journal can be cut in time, although few inputs came since the newest one.
  package func needsSnapshot(after newest: Snapshot?, now: Instant, journalBytes: UInt64) -> Bool {
    guard self != .forever else { return false }
    let next = Snapshot(through: .start, at: now, journalBytes: journalBytes)
    return newest.map { isFar($0, from: next) } ?? true
  }

  /// Whether all that led to a snapshot is older or further away than what is kept.
  private func isOver(_ snapshot: Snapshot, now: Instant, journalBytes: UInt64) -> Bool {
    switch self {
    case .forever: false
    case .age(let milliseconds):
      // What has no time is older than this program.
      snapshot.at.map { now.milliseconds - $0.milliseconds >= milliseconds } ?? true
    case .size(let bytes): journalBytes - min(journalBytes, snapshot.journalBytes) >= bytes
    }
  }

  private func isFar(_ kept: Snapshot, from snapshot: Snapshot) -> Bool {
    switch self {
    case .forever: false
    case .age(let milliseconds):
      (snapshot.at?.milliseconds ?? 0) - (kept.at?.milliseconds ?? 0) >= milliseconds / 4
    case .size(let bytes):
      snapshot.journalBytes - min(snapshot.journalBytes, kept.journalBytes) >= bytes / 4
    }
  }
}

extension Retention {
  /// Reads `forever`, an age such as `30d`, `12h` or `15m`, or a size such as `10GB`, `500MB` or `64kB`; nil for anything else.
  package init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count)
    switch (Int64(digits), unit) {
    case (nil, "forever"): self = .forever
    case (let number?, _) where number > 0 && number <= 1_000_000:
      switch unit {
      case "d": self = .age(milliseconds: number * 86_400_000)
      case "h": self = .age(milliseconds: number * 3_600_000)
      case "m": self = .age(milliseconds: number * 60_000)
      case "GB": self = .size(bytes: UInt64(number) * 1_000_000_000)
      case "MB": self = .size(bytes: UInt64(number) * 1_000_000)
      case "kB": self = .size(bytes: UInt64(number) * 1000)
      case _: return nil
      }
    case _: return nil
    }
  }

  /// The retention as it is read.
  package var text: String {
    switch self {
    case .forever: "forever"
    case .age(let milliseconds):
      milliseconds % 86_400_000 == 0 ? "\(milliseconds / 86_400_000)d" : "\(milliseconds / 60_000)m"
    case .size(let bytes): bytes % 1_000_000 == 0 ? "\(bytes / 1_000_000)MB" : "\(bytes / 1000)kB"
    }
  }
}
