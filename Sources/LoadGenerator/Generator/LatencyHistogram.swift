/// Counts of durations in buckets that grow with them, so that every percentile has three significant digits.
///
/// The buckets are those of HdrHistogram: up to 2047 one for each nanosecond, above that 1024 for each doubling.
package struct LatencyHistogram: Sendable {
  /// Longer durations, of more than an hour, count as this one.
  package static let longest: UInt64 = (1 << 42) - 1

  private static let half = 1024
  private static let bucketCount = bucket(of: longest) + 1

  private var counts: [UInt64]
  /// How many durations were recorded.
  package private(set) var count: UInt64 = 0
  /// The longest of them, exactly; 0 where there are none.
  package private(set) var largest: UInt64 = 0
  private var sum = 0.0

  package init() {
    counts = [UInt64](repeating: 0, count: Self.bucketCount)
  }

  /// Counts a duration in nanoseconds.
  package mutating func record(_ nanoseconds: UInt64) {
    let value = min(nanoseconds, Self.longest)
    counts[Self.bucket(of: value)] += 1
    count += 1
    sum += Double(value)
    if value > largest { largest = value }
  }

  /// Forgets everything.
  package mutating func reset() {
    guard count > 0 else { return }
    for index in counts.indices { counts[index] = 0 }
    (count, largest, sum) = (0, 0, 0)
  }

  /// The mean in nanoseconds; 0 where nothing was recorded.
  package var mean: Double { count == 0 ? 0 : sum / Double(count) }

  /// The least duration, to three digits, that so many per cent of all do not exceed; 0 where nothing was recorded.
  package func percentile(_ percent: Double) -> UInt64 {
    guard count > 0 else { return 0 }
    // What a product is too large by rounding must not lead to the next duration.
    let exact = (percent / 100 * Double(count) * (1 - 1e-12)).rounded(.up)
    let wanted = UInt64(max(1, min(exact, Double(count))))
    var seen: UInt64 = 0
    for (index, number) in counts.enumerated() where number > 0 {
      seen += number
      if seen >= wanted { return min(Self.highest(in: index), largest) }
    }
    return largest
  }

  /// The bucket of a value that is not above the longest.
  static func bucket(of value: UInt64) -> Int {
    guard value >= UInt64(2 * half) else { return Int(value) }
    let shift = 53 - value.leadingZeroBitCount
    return shift * half + Int(value >> UInt64(shift))
  }

  /// The largest value of a bucket.
  static func highest(in bucket: Int) -> UInt64 {
    guard bucket >= 2 * half else { return UInt64(bucket) }
    let shift = bucket / half - 1
    let place = UInt64(bucket - shift * half)
    return (place + 1) << UInt64(shift) - 1
  }
}
