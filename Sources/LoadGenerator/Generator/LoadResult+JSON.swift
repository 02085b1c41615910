import Client
package import Wire

extension LoadResult {
  /// What was measured, for programs.
  package var json: JSON {
    let pace: JSON.Member =
      switch plan.pace {
      case .window(let window): .number("window", window)
      case .rate(let rate): JSON.Member("rate", .number(rate))
      }
    return .object([
      .text("url", plan.endpoint.description),
      .number("connections", plan.connections),
      .number("senders", plan.senders),
      .number("rooms", plan.roomCount),
      .number("size", plan.size),
      pace,
      JSON.Member("setup", .object(steps.map { JSON.Member($0.name, Self.object(of: $0)) })),
      JSON.Member("seconds", .number(seconds)),
      JSON.Member("total", Self.object(of: total.named)),
      JSON.Member("measured", Self.object(of: measured.named)),
      JSON.Member(
        "per_second", .object(measured.named.map { JSON.Member($0.name, .number(perSecond($0.count))) })),
      JSON.Member("latency_ms", .object(latencies.map { JSON.Member($0.name, Self.object(of: $0.times)) })),
      JSON.Member("violations", Self.object(of: violations.named)),
      JSON.Member("examples", .texts(violations.examples)),
      JSON.Member("errors", Self.object(of: errors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })),
      .number("refusals", refusals),
      .number("lost_connections", lostConnections),
      .number("unsent", unsent),
      JSON.Member("latest_send_ms", Self.inMilliseconds(Double(latestSend))),
      JSON.Member("processors", .number(processors)),
      .truth("interrupted", wasInterrupted),
      .truth("passed", isGood),
    ])
  }

  private static func inMilliseconds(_ nanoseconds: Double) -> JSON { .number(nanoseconds / 1_000_000) }

  private static func object(of counts: [(name: String, count: UInt64)]) -> JSON {
    .object(counts.map { .number($0.name, $0.count) })
  }

  private static func object(of step: Step) -> JSON {
    .object([
      .number("count", step.count),
      JSON.Member("seconds", .number(step.seconds)),
      JSON.Member("per_second", .number(step.perSecond)),
      JSON.Member("ms", object(of: step.times)),
    ])
  }

  private static func object(of histogram: LatencyHistogram) -> JSON {
    let figures = percentiles.map { name, percent in
      JSON.Member(name, inMilliseconds(Double(histogram.percentile(percent))))
    }
    return .object(
      [.number("count", histogram.count), JSON.Member("mean", inMilliseconds(histogram.mean))] + figures
        + [JSON.Member("max", inMilliseconds(Double(histogram.largest)))])
  }
}
