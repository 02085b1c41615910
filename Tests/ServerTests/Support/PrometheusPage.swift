/// Reads Prometheus's text format 0.0.4 and accepts nothing that the format does not have.
struct PrometheusPage {
  struct Problem: Error, Equatable {
    let line: String
    let reason: String
  }

  /// Each sample's value under its name and labels, as they stand in the text.
  private(set) var values: [String: Double] = [:]
  private(set) var kinds: [String: String] = [:]
  /// The names of all metrics, in their order.
  private(set) var names: [String] = []

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Problem(line: "", reason: "the last line has no end") }
    var current: String?
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
      if line.hasPrefix("# HELP ") {
        try Self.check(words.count == 4 && Self.isName(words[2]), line, "HELP has a name and a text")
        try Self.check(!names.contains(words[2]), line, "a metric is there twice")
        names.append(words[2])
        current = nil
      } else if line.hasPrefix("# TYPE ") {
        try Self.check(words.count == 4 && words[2] == names.last, line, "TYPE follows the metric's HELP")
        try Self.check(["counter", "gauge", "histogram"].contains(words[3]), line, "the type is known")
        kinds[words[2]] = words[3]
        current = words[2]
      } else {
        try read(line, of: try Self.some(current, line, "a sample comes after its TYPE"))
      }
    }
    for (name, kind) in kinds where kind == "histogram" { try checkHistogram(name) }
  }

  private mutating func read(_ line: String, of metric: String) throws {
    let name = String(line.prefix { $0 != "{" && $0 != " " })
    let suffixes = kinds[metric] == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
    try Self.check(suffixes.contains { name == metric + $0 }, line, "the sample is its metric's")
    if kinds[metric] == "counter" {
      try Self.check(name.hasSuffix("_total"), line, "a counter's name ends in _total")
    }
    var rest = line.dropFirst(name.count)
    if rest.first == "{" { rest = try Self.labels(rest, line) }
    try Self.check(rest.first == " ", line, "a space stands before the value")
    let value = try Self.some(Double(rest.dropFirst()), line, "the value is a number")
    let key = String(line.dropLast(rest.count))
    try Self.check(values.updateValue(value, forKey: key) == nil, line, "a sample is there twice")
  }

  /// Passes over `{name="value",…}`, in which only `\\`, `\"` and `\n` may be escaped.
  private static func labels(_ text: Substring, _ line: String) throws -> Substring {
    var rest = text.dropFirst()
    while true {
      let name = rest.prefix { $0 != "=" }
      try check(isName(String(name)), line, "a label has a name")
      rest = rest.dropFirst(name.count)
      try check(rest.hasPrefix("=\""), line, "a label has a value in quotes")
      rest = rest.dropFirst(2)
      while let character = rest.popFirst(), character != "\"" {
        guard character == "\\" else { continue }
        let escaped = rest.popFirst()
        try check(escaped.map { "\\\"n".contains($0) } ?? false, line, "an escape is known")
      }
      switch rest.popFirst() {
      case ",": continue
      case "}": return rest
      case _: throw Problem(line: line, reason: "labels end with a brace")
      }
    }
  }

  private func checkHistogram(_ name: String) throws {
    let buckets = values.filter { $0.key.hasPrefix("\(name)_bucket{") }.sorted {
      Self.bound($0.key) < Self.bound($1.key)
    }
    try Self.check(Self.bound(buckets.last?.key ?? "") == .infinity, name, "the last class holds everything")
    try Self.check(buckets.last?.value == values["\(name)_count"], name, "the last class is the count")
    try Self.check(
      zip(buckets, buckets.dropFirst()).allSatisfy { $0.value <= $1.value }, name, "classes add up")
    try Self.check(values["\(name)_sum"] != nil, name, "there is a sum")
  }

  private static func bound(_ key: String) -> Double {
    let text = key.split(separator: "\"").dropFirst().first ?? ""
    return text == "+Inf" ? .infinity : Double(text) ?? -1
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.first!.isNumber
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_".unicodeScalars.contains($0))
      }
  }

  private static func check(_ holds: Bool, _ line: String, _ reason: String) throws {
    if !holds { throw Problem(line: line, reason: reason) }
  }

  private static func some<Value>(_ value: Value?, _ line: String, _ reason: String) throws -> Value {
    guard let value else { throw Problem(line: line, reason: reason) }
    return value
  }
}
