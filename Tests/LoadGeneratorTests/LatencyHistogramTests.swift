import Testing

@testable import LoadGenerator

@Suite("Histograms of latencies") struct LatencyHistogramTests {
  @Test func `nothing recorded is 0 everywhere`() {
    let histogram = LatencyHistogram()
    #expect(histogram.count == 0)
    #expect(histogram.largest == 0)
    #expect(histogram.mean == 0)
    #expect(histogram.percentile(50) == 0)
  }

  @Test func `percentiles of the numbers to 1000 are exact`() {
    var histogram = LatencyHistogram()
    for value in 1...1000 { histogram.record(UInt64(value)) }
    #expect(histogram.count == 1000)
    #expect(histogram.percentile(50) == 500)
    #expect(histogram.percentile(90) == 900)
    #expect(histogram.percentile(99) == 990)
    #expect(histogram.percentile(99.9) == 999)
    #expect(histogram.percentile(100) == 1000)
    #expect(histogram.percentile(0) == 1)
    #expect(histogram.mean == 500.5)
  }

  @Test func `every value is told to three digits`() {
    var value: UInt64 = 1
    while value < LatencyHistogram.longest / 3 {
      for each in [value, value + value / 7, value * 2 - 1] {
        let highest = LatencyHistogram.highest(in: LatencyHistogram.bucket(of: each))
        #expect(highest >= each)
        #expect(Double(highest - each) <= Double(each) / 1000, "\(each) became \(highest)")
      }
      value *= 2
    }
  }

  @Test func `each bucket begins where the one before it ends`() {
    let last = LatencyHistogram.bucket(of: LatencyHistogram.longest)
    #expect(LatencyHistogram.highest(in: last) == LatencyHistogram.longest)
    var expected: UInt64 = 0
    for bucket in 0...last {
      guard LatencyHistogram.bucket(of: expected) == bucket else {
        Issue.record("\(expected) is in \(LatencyHistogram.bucket(of: expected)) and not in \(bucket)")
        return
      }
      expected = LatencyHistogram.highest(in: bucket) + 1
    }
  }

  @Test func `no percentile is above the largest value, and too long ones count as the longest`() {
    var histogram = LatencyHistogram()
    histogram.record(1_000_001)
    #expect(histogram.percentile(50) == 1_000_001)
    histogram.record(.max)
    #expect(histogram.largest == LatencyHistogram.longest)
    histogram.reset()
    #expect(histogram.count == 0)
    #expect(histogram.percentile(99) == 0)
  }
}
