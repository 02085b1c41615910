import NIOCore
import Testing

@testable import Server

@Suite struct MessageRateTests {
  private func at(_ milliseconds: Int64) -> NIODeadline {
    .uptimeNanoseconds(0) + .milliseconds(milliseconds)
  }

  @Test
  func
    `a thousand messages a second are many, at once, and fewer are few again when a tenth of a second is over`()
  {
    var rate = MessageRate(since: at(0))
    #expect(rate.isLow)
    rate.note(99, at: at(10))
    #expect(rate.isLow)
    rate.note(1, at: at(20))
    #expect(!rate.isLow)
    rate.note(1, at: at(99))
    #expect(!rate.isLow)
    // The span that is over had 101.
    rate.note(1, at: at(100))
    #expect(!rate.isLow)
    rate.note(1, at: at(250))
    #expect(rate.isLow)
  }

  @Test func `messages are few after a silence, however many came before it`() {
    var rate = MessageRate(since: at(0))
    rate.note(1000, at: at(10))
    #expect(!rate.isLow)
    rate.note(1, at: at(300))
    #expect(rate.isLow)
  }
}
