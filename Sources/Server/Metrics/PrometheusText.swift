/// Writes metrics in the text format of Prometheus, version 0.0.4.
package struct PrometheusText {
  /// The metrics that were added, as Prometheus reads them.
  package private(set) var text = ""

  /// A page without metrics.
  package init() {}

  /// What a client is told that the text is.
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// What kind of number a metric is.
  package enum Kind: String {
    case counter, gauge, histogram
  }

  /// One number and the labels that tell it from its siblings.
  package struct Sample {
    /// What tells it from its siblings, in order.
    package var labels: [(name: String, value: String)] = []
    var value: String

    /// A number with its labels.
    package init(_ value: Int, _ labels: (name: String, value: String)...) {
      self.value = "\(value)"
      self.labels = labels
    }
  }

  /// Writes a metric with a number for each of its labels; its name ends in `_total` where it is a counter.
  package mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    header(name, kind, help)
    for sample in samples { line(name, sample.labels, sample.value) }
  }

  /// Writes a metric that is one number.
  package mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
    add(name, kind, help, [Sample(value)])
  }

  /// Writes a metric that is one number with a fraction.
  package mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    header(name, kind, help)
    line(name, [], "\(value)")
  }

  /// Writes a histogram: its classes, its sum and its count.
  package mutating func add(_ name: String, _ help: String, _ reading: Histogram.Reading) {
    header(name, .histogram, help)
    for bucket in reading.buckets {
      line("\(name)_bucket", [("le", "\(bucket.bound)")], "\(bucket.count)")
    }
    line("\(name)_bucket", [("le", "+Inf")], "\(reading.count)")
    line("\(name)_sum", [], "\(reading.sum)")
    line("\(name)_count", [], "\(reading.count)")
  }

  private mutating func header(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func line(_ name: String, _ labels: [(name: String, value: String)], _ value: String) {
    text += name
    if !labels.isEmpty {
      let pairs = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
      text += "{\(pairs.joined(separator: ","))}"
    }
    text += " \(value)\n"
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      case _: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
