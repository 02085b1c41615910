import Metrics
import Server
import Synchronization

/// Keeps the numbers of bots and shows them as Prometheus reads them. Bots of one process count together.
final class PrometheusMetrics: MetricsFactory {
  private struct Key: Hashable {
    let label: String
    let dimensions: [[String]]
  }

  private final class Count: CounterHandler {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }

    func increment(by amount: Int64) { count.add(Int(amount), ordering: .relaxed) }

    func reset() { count.store(0, ordering: .relaxed) }
  }

  private final class Duration: TimerHandler {
    let histogram = Histogram()

    func recordNanoseconds(_ duration: Int64) { histogram.record(microseconds: Int(duration / 1000)) }
  }

  private let counts = Mutex<[Key: Count]>([:])
  private let durations = Mutex<[String: Duration]>([:])

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    let key = Key(label: label, dimensions: dimensions.map { [$0.0, $0.1] })
    return counts.withLock { counts in
      if let known = counts[key] { return known }
      let count = Count()
      counts[key] = count
      return count
    }
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    durations.withLock { durations in
      if let known = durations[label] { return known }
      let duration = Duration()
      durations[label] = duration
      return duration
    }
  }

  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }

  // All stay until the process ends.
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}

  /// All numbers.
  var page: String {
    var page = PrometheusText()
    if let bytes = MetricsPage.residentBytes {
      page.add("process_resident_memory_bytes", .gauge, "The memory that is in use.", bytes)
    }
    let counts = counts.withLock { $0 }
    let meanings = [
      ("verbatim_bot_events_total", "Events that bots were told."),
      ("verbatim_bot_actions_total", "Commands that bots sent, by their kind."),
      ("verbatim_bot_refusals_total", "Commands that the server refused, by the code of the error."),
      ("verbatim_bot_retries_total", "Commands that were sent again."),
      ("verbatim_bot_reconnects_total", "Times that a connection came back."),
      ("verbatim_bot_problems_total", "Faults of bots, by their kind."),
      ("verbatim_bot_dropped_total", "Actions that were not carried out because of such a fault."),
    ]
    for (label, meaning) in meanings {
      let samples = counts.filter { $0.key.label == label }
        .sorted { $0.key.dimensions.lexicographicallyPrecedes($1.key.dimensions) { $0[1] < $1[1] } }
      page.add(
        label, .counter, meaning,
        samples.map { key, count in
          var sample = PrometheusText.Sample(count.value)
          sample.labels = key.dimensions.map { ($0[0], $0[1]) }
          return sample
        })
    }
    for (label, duration) in durations.withLock({ $0 }) {
      page.add(label, "How long the server took to answer a command.", duration.histogram.read())
    }
    return page.text
  }
}
