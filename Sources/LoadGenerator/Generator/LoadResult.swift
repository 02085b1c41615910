/// What a load found out.
package struct LoadResult: Sendable {
  /// One step of setting connections up.
  package struct Step: Sendable {
    package var name: String
    /// How many connections took it.
    package var count: Int
    /// How long all of them together took.
    package var seconds: Double
    /// How long each took.
    package var times: LatencyHistogram

    package var perSecond: Double { seconds > 0 ? Double(count) / seconds : 0 }
  }

  /// How much was said.
  package struct Traffic: Hashable, Sendable {
    package var sent: UInt64 = 0
    package var acknowledged: UInt64 = 0
    package var delivered: UInt64 = 0

    /// Each with its name.
    package var named: [(name: String, count: UInt64)] {
      [("sent", sent), ("acknowledged", acknowledged), ("delivered", delivered)]
    }
  }

  /// What a server must not do.
  package struct Violations: Hashable, Sendable {
    package var missing: UInt64 = 0
    package var duplicated: UInt64 = 0
    package var outOfOrder: UInt64 = 0
    package var unexpected: UInt64 = 0
    package var unanswered: UInt64 = 0
    /// The first of them, each as a sentence.
    package var examples: [String] = []

    package var total: UInt64 { missing + duplicated + outOfOrder + unexpected + unanswered }

    /// Each with its name.
    package var named: [(name: String, count: UInt64)] {
      [
        ("missing", missing), ("duplicated", duplicated), ("out_of_order", outOfOrder),
        ("unexpected", unexpected), ("unanswered", unanswered),
      ]
    }

    /// Remembers one, where there are not enough already.
    mutating func note(_ example: @autoclosure () -> String) {
      if examples.count < 10 { examples.append(example()) }
    }
  }

  package var plan: LoadPlan
  package var steps: [Step] = []
  /// For how long was measured.
  package var seconds = 0.0
  /// From the first message to the last.
  package var total = Traffic()
  /// While it was measured.
  package var measured = Traffic()
  /// From when a message was to be sent until its reply came, of the messages that were to be sent while it was measured.
  package var acknowledgements = LatencyHistogram()
  /// From when a message was to be sent until it came to a connection.
  package var deliveries = LatencyHistogram()
  package var violations = Violations()
  /// How many errors there were of each code, and how many connections ended by each close code.
  package var errors: [String: UInt64] = [:]
  /// How many messages were refused.
  package var refusals: UInt64 = 0
  /// How many connections ended before the end.
  package var lostConnections = 0
  /// How many messages of an open loop should have been sent and were not, because the server did not read them.
  package var unsent: UInt64 = 0
  /// How much later than planned a message was sent at most, in nanoseconds.
  package var latestSend: UInt64 = 0
  /// How many processors the load generator itself used while it measured.
  package var processors = 0.0
  package var wasInterrupted = false

  package init(of plan: LoadPlan) {
    self.plan = plan
  }

  /// Whether every message came once, in order, to everybody, and nothing was refused.
  package var isGood: Bool {
    violations.total == 0 && errors.isEmpty && refusals == 0 && lostConnections == 0
  }

  /// How many a second that is while it was measured.
  package func perSecond(_ count: UInt64) -> Double { seconds > 0 ? Double(count) / seconds : 0 }
}
