import Engine
import Testing

@testable import Store

@Suite struct RetentionTests {
  /// Snapshots an hour, 1,000 entries and 1 MB of the journal apart.
  private func snapshots(_ count: UInt64, marks: Set<UInt64> = []) -> [Snapshot] {
    (1...count).map { hour in
      Snapshot(
        through: .init(hour * 1000), at: Instant(milliseconds: Int64(hour) * Self.hour),
        journalBytes: hour * 1_000_000, isMark: marks.contains(hour))
    }
  }

  private static let hour: Int64 = 3_600_000

  private func plan(
    _ retention: Retention, _ snapshots: [Snapshot], first: UInt64 = 1, hour: Int64
  ) -> (kept: [UInt64], cut: UInt64?) {
    let plan = retention.plan(
      snapshots, first: .init(first), now: Instant(milliseconds: hour * Self.hour),
      journalBytes: UInt64(hour) * 1_000_000)
    let kept = snapshots.filter { !plan.dropped.contains($0.through) }
    return (kept.map { $0.through.number / 1000 }, plan.cut.map { $0.number / 1000 })
  }

  @Test func `forever keeps the newest two and what the journal begins anew with`() {
    #expect(plan(.forever, snapshots(9), hour: 9) == ([8, 9], nil))
    #expect(plan(.forever, snapshots(9, marks: [3]), hour: 9) == ([3, 8, 9], nil))
    // The journal was cut once: it can still be run from its beginning.
    #expect(plan(.forever, snapshots(9), first: 2001, hour: 9) == ([2, 8, 9], nil))
    #expect(plan(.forever, snapshots(9), first: 2000, hour: 9) == ([2, 8, 9], nil))
  }

  @Test func `a quiet server writes a snapshot now and then, so that its journal can be cut`() {
    let newest = snapshots(1)[0]
    func needs(_ retention: Retention, hour: Int64) -> Bool {
      retention.needsSnapshot(
        after: newest, now: Instant(milliseconds: hour * Self.hour), journalBytes: UInt64(hour) * 1_000_000)
    }
    for retention in [Retention.age(milliseconds: 40 * Self.hour), .size(bytes: 40_000_000)] {
      #expect(!needs(retention, hour: 10))
      #expect(needs(retention, hour: 11))
      #expect(retention.needsSnapshot(after: nil, now: .virtualStart, journalBytes: 0))
    }
    #expect(!needs(.forever, hour: 1000))
  }

  @Test(arguments: [Retention.age(milliseconds: 40 * 3_600_000), .size(bytes: 40_000_000)])
  func `what is older goes, and a quarter at most is kept beyond it`(retention: Retention) {
    #expect(plan(retention, snapshots(30), hour: 30) == ([1, 11, 21, 29, 30], nil))
    // Hours pass; what was dropped is gone.
    var kept = snapshots(30)
    var first: UInt64 = 1
    for hour in 31...200 as ClosedRange<UInt64> {
      kept.append(snapshots(hour)[Int(hour) - 1])
      let next = plan(retention, kept, first: first, hour: Int64(hour))
      kept = kept.filter { next.kept.contains($0.through.number / 1000) }
      if let cut = next.cut { first = cut * 1000 + 1 }
      let start = (first - 1) / 1000
      #expect(hour - start >= min(40, hour) && hour - start <= 52, "hour \(hour)")
      #expect(kept.count <= 8, "hour \(hour)")
      #expect(start == 0 || kept.first?.through.number == start * 1000, "hour \(hour)")
      #expect(kept.suffix(2).map { $0.through.number / 1000 } == [hour - 1, hour])
    }
  }

  @Test func `nothing is cut after the snapshot before the newest`() {
    #expect(plan(.age(milliseconds: 1), snapshots(5), hour: 100) == ([4, 5], 4))
    #expect(plan(.age(milliseconds: 1), snapshots(1), hour: 100) == ([1], nil))
    #expect(plan(.age(milliseconds: 1), [], hour: 100) == ([], nil))
  }

  @Test(
    arguments: [
      ("forever", .forever), ("30d", .age(milliseconds: 2_592_000_000)),
      ("12h", .age(milliseconds: 43_200_000)),
      ("15m", .age(milliseconds: 900_000)), ("10GB", .size(bytes: 10_000_000_000)),
      ("500MB", .size(bytes: 500_000_000)), ("64kB", .size(bytes: 64_000)), ("0d", nil), ("d", nil),
      ("10", nil),
      ("", nil), ("-1d", nil), ("1w", nil), ("10gb", nil), ("1000001d", nil), ("99999999999999999999d", nil),
    ] as [(String, Retention?)])
  func `a word is read as a retention or not at all`(word: String, retention: Retention?) {
    #expect(Retention(word) == retention)
  }
}
