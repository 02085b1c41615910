import Client
package import Wire

extension LoadResult {
  /// What was measured, for programs.
  package var json: JSON {
    var members: [JSON.Member] = []
    func add(_ name: String, _ value: JSON) { members.append(JSON.Member(name, value)) }
    add("url", .string(plan.endpoint.description))
    add("connections", .integer(Int64(plan.connections)))
    add("senders", .integer(Int64(plan.senders)))
    add("rooms", .integer(Int64(plan.roomCount)))
    add("size", .integer(Int64(plan.size)))
    switch plan.pace {
    case .window(let window): add("window", .integer(Int64(window)))
    case .rate(let rate): add("rate", .number(rate))
    }
    add("setup", .object(steps.map { JSON.Member($0.name, Self.object(of: $0)) }))
    add("seconds", .number(seconds))
    add("total", Self.object(of: total))
    add("measured", Self.object(of: measured))
    add("per_second", rates)
    add("latency_ms", latencies)
    add("violations", .object(violations.named.map { JSON.Member($0.name, Self.integer($0.count)) }))
    add("examples", .array(violations.examples.map { JSON.string($0) }))
    let sorted = errors.sorted { $0.key < $1.key }
    add("errors", .object(sorted.map { JSON.Member($0.key, Self.integer($0.value)) }))
    add("refusals", Self.integer(refusals))
    add("lost_connections", .integer(Int64(lostConnections)))
    add("unsent", Self.integer(unsent))
    add("latest_send_ms", Self.inMilliseconds(Double(latestSend)))
    add("processors", .number(processors))
    add("interrupted", .bool(wasInterrupted))
    add("passed", .bool(isGood))
    return .object(members)
  }

  private var rates: JSON {
    .object([
      JSON.Member("sent", .number(perSecond(measured.sent))),
      JSON.Member("acknowledged", .number(perSecond(measured.acknowledged))),
      JSON.Member("delivered", .number(perSecond(measured.delivered))),
    ])
  }

  private var latencies: JSON {
    .object([
      JSON.Member("acknowledged", Self.object(of: acknowledgements)),
      JSON.Member("delivered", Self.object(of: deliveries)),
    ])
  }

  private static func integer(_ count: UInt64) -> JSON { .integer(Int64(clamping: count)) }

  private static func inMilliseconds(_ nanoseconds: Double) -> JSON { .number(nanoseconds / 1_000_000) }

  private static func object(of traffic: Traffic) -> JSON {
    .object([
      JSON.Member("sent", integer(traffic.sent)),
      JSON.Member("acknowledged", integer(traffic.acknowledged)),
      JSON.Member("delivered", integer(traffic.delivered)),
    ])
  }

  private static func object(of step: Step) -> JSON {
    .object([
      JSON.Member("count", .integer(Int64(step.count))),
      JSON.Member("seconds", .number(step.seconds)),
      JSON.Member("per_second", .number(step.perSecond)),
      JSON.Member("ms", object(of: step.times)),
    ])
  }

  private static func object(of histogram: LatencyHistogram) -> JSON {
    var members = [JSON.Member("count", integer(histogram.count))]
    members.append(JSON.Member("mean", inMilliseconds(histogram.mean)))
    for (name, percent) in percentiles {
      members.append(JSON.Member(name, inMilliseconds(Double(histogram.percentile(percent)))))
    }
    members.append(JSON.Member("max", inMilliseconds(Double(histogram.largest))))
    return .object(members)
  }
}
