import Client

extension LoadResult {
  /// What was measured, for people.
  package var table: String {
    var lines = [heading, ""]
    lines.append(Self.row("set-up", ["number", "seconds", "per s", "p50 ms", "p99 ms", "max ms"]))
    for step in steps {
      lines.append(
        Self.row(
          step.name,
          [
            "\(step.count)", Self.decimal(step.seconds, places: 3), Self.decimal(step.perSecond, places: 0),
            Self.milliseconds(step.times.percentile(50)), Self.milliseconds(step.times.percentile(99)),
            Self.milliseconds(step.times.largest),
          ]))
    }
    lines += ["", Self.row("messages", ["in all", "measured", "per s"])]
    for (all, part) in zip(total.named, measured.named) {
      let rate = Self.decimal(perSecond(part.count), places: 0)
      lines.append(Self.row(all.name, ["\(all.count)", "\(part.count)", rate]))
    }
    lines += ["", Self.row("latency in ms", ["p50", "p90", "p99", "p99.9", "max"])]
    for (name, times) in latencies {
      let cells = Self.percentiles.map { Self.milliseconds(times.percentile($0.percent)) }
      lines.append(Self.row(name, cells + [Self.milliseconds(times.largest)]))
    }
    return (lines + [""] + remarks).joined(separator: "\n") + "\n"
  }

  /// What is reported of how long messages took.
  var latencies: [(name: String, times: LatencyHistogram)] {
    [("acknowledged", acknowledgements), ("delivered", deliveries)]
  }

  /// The percentiles that are reported, with their names in JSON.
  static let percentiles: [(name: String, percent: Double)] = [
    ("p50", 50), ("p90", 90), ("p99", 99), ("p99_9", 99.9),
  ]

  private var heading: String {
    let pace =
      switch plan.pace {
      case .window(let window): "\(window) in flight for each"
      case .rate(let rate): "\(Self.decimal(rate, places: 0)) messages a second in all"
      }
    return [
      "\(plan.endpoint): connections \(plan.connections)", "senders \(plan.senders)",
      "rooms \(plan.roomCount)", pace, "\(plan.size) characters",
      "measured for \(Self.decimal(seconds, places: 1)) s",
    ].joined(separator: ", ")
  }

  private var remarks: [String] {
    var lines: [String] = []
    let found = violations.named.filter { $0.count > 0 }
    lines.append(
      found.isEmpty
        ? "Every message came once, in order, to everybody who was to get it."
        : "Violations: " + found.map { "\($0.name) \($0.count)" }.joined(separator: ", ") + ".")
    lines += violations.examples.map { "  " + $0 }
    if !errors.isEmpty {
      let texts = errors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append("Errors: " + texts.joined(separator: ", ") + ".")
    }
    if errors["rate_limited"] != nil {
      lines.append("  Its limits refused messages; for a capacity test the server has --limits off.")
    }
    if lostConnections > 0 {
      lines.append("Connections that the server ended: \(lostConnections); what they missed is not counted.")
    }
    if unsent > 0 {
      lines.append("Not sent in time, because the server did not read: \(unsent) messages.")
    }
    if case .rate = plan.pace {
      lines.append("Messages were sent at most \(Self.milliseconds(latestSend)) ms after they were due.")
    }
    lines.append("The load generator used \(Self.decimal(processors, places: 2)) processors.")
    if processors > 0.9 {
      lines.append("  It has one thread, and may be what limits these figures.")
    }
    if wasInterrupted { lines.append("The run was interrupted.") }
    return lines
  }

  // MARK: - Texts

  static func milliseconds(_ nanoseconds: UInt64) -> String {
    let value = Double(nanoseconds) / 1_000_000
    return decimal(value, places: value < 10 ? 3 : value < 100 ? 2 : 1)
  }

  /// A number that is not negative with so many digits behind the point.
  static func decimal(_ value: Double, places: Int) -> String {
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    let whole = UInt64(max(0, min((value * factor).rounded(), 9e18)))
    guard places > 0 else { return String(whole) }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
    return "\(padded.dropLast(places)).\(padded.suffix(places))"
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    let padded = cells.map { String(repeating: " ", count: max(1, 12 - $0.utf8.count)) + $0 }
    return name + String(repeating: " ", count: max(0, 14 - name.utf8.count)) + padded.joined()
  }
}
