/// What the sources of the engine may not contain, because it could make two runs differ.
enum PurityRule {
  /// One place where a source breaks a rule.
  struct Finding: Hashable, CustomStringConvertible {
    let line: Int
    let problem: String

    var description: String { "line \(line): \(problem)" }
  }

  private static let allowedImports: Set<Substring> = ["DequeModule", "HeapModule", "OrderedCollections"]

  /// Words that stand for clocks, randomness, concurrency, floating point, locales, input and output, and whatever
  /// differs from process to process.
  private static let forbiddenWords: [(reason: String, words: Set<Substring>)] = [
    (
      "modules of the world outside",
      [
        "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "Logging",
        "Synchronization",
      ]
    ),
    (
      "a clock",
      [
        "Date", "DateFormatter", "Calendar", "TimeZone", "ContinuousClock", "SuspendingClock", "DispatchTime",
        "Duration",
      ]
    ),
    (
      "randomness",
      [
        "UUID", "SystemRandomNumberGenerator", "RandomNumberGenerator", "random", "randomElement", "shuffle",
        "shuffled",
      ]
    ),
    (
      "concurrency",
      [
        "Task", "TaskGroup", "async", "await", "actor", "Thread", "DispatchQueue", "Mutex", "Atomic",
        "AsyncStream",
        "withCheckedContinuation", "withTaskGroup",
      ]
    ),
    (
      "floating point", ["Double", "Float", "Float16", "Float32", "Float64", "Float80", "CGFloat", "Decimal"]
    ),
    (
      "a locale",
      ["Locale", "NSLocale", "localizedStandardCompare", "localizedCompare", "localizedLowercase"]
    ),
    (
      "input and output",
      ["print", "debugPrint", "dump", "readLine", "FileManager", "FileHandle", "Logger", "OSLog"]
    ),
    (
      "what differs from process to process",
      [
        "hashValue", "Hasher", "ObjectIdentifier", "unsafeBitCast", "unsafeAddress", "Mirror", "ProcessInfo",
        "CommandLine",
        "getenv", "Unmanaged",
      ]
    ),
  ]

  /// What gives the elements of a collection one by one, and so in its order.
  private static let orderedUses: Set<Substring> = [
    "map", "flatMap", "compactMap", "forEach", "filter", "reduce", "first", "last", "min", "max", "sorted",
    "enumerated",
    "makeIterator", "allSatisfy", "randomElement", "popFirst", "prefix", "suffix", "dropFirst", "drop",
    "lazy",
    "elementsEqual", "mapValues", "compactMapValues", "description", "startIndex", "values",
    "indices",
  ]

  /// The names of stored and local dictionaries and sets that a source declares.
  static func unorderedNames(in source: SwiftSource) -> Set<Substring> {
    var names: Set<Substring> = []
    for (_, text) in source.lines {
      for match in text.matches(
        of: /\b(?:var|let)\s+(\w+)\s*(?::|=)\s*(?:\[[^\[\]()]*:|Set\s*<|Dictionary\s*<|Set\(|Dictionary\()/)
      {
        names.insert(match.1)
      }
    }
    return names
  }

  /// Everything in a source that is forbidden; `unordered` are the dictionaries and sets of the whole module.
  static func findings(in source: SwiftSource, unordered: Set<Substring> = []) -> [Finding] {
    let unordered = unordered.union(unorderedNames(in: source))
    return source.lines.flatMap { number, text in
      problems(in: text, unordered: unordered).map { Finding(line: number, problem: $0) }
    }
  }

  private static func problems(in line: Substring, unordered: Set<Substring>) -> [String] {
    var problems: [String] = []
    if let match = line.firstMatch(
      of: /^\s*(?:[@\w()]+\s+)*import\s+(?:(?:struct|class|enum|protocol|func|let|var|typealias)\s+)?(\w+)/),
      !allowedImports.contains(match.1)
    {
      problems.append("imports \(match.1)")
    }
    let words = line.matches(of: /\w+/).map { $0.0 }
    for word in words {
      for (reason, forbidden) in forbiddenWords where forbidden.contains(word) {
        problems.append("\(word) is \(reason)")
      }
      if word.hasPrefix("NIO") { problems.append("\(word) is the network") }
    }
    if line.contains(/(^|[^\w.$])\d[\d_]*\.\d/) {
      problems.append("a number with a fraction is floating point")
    }
    for name in unordered where words.contains(name) {
      if isIterated(String(name), in: line) { problems.append("\(name) is gone through in no certain order") }
    }
    return problems
  }

  private static func isIterated(_ name: String, in line: Substring) -> Bool {
    for range in line.ranges(of: name) {
      if let before = line[..<range.lowerBound].last, before.isLetter || before.isNumber || before == "_" {
        continue
      }
      let rest = line[range.upperBound...]
      if let next = rest.first, next.isLetter || next.isNumber || next == "_" { continue }
      let beforeName = line[..<range.lowerBound]
      if beforeName.contains(/\bin\s+(?:[\w?!]+\.)*$/), rest.contains(/^\s*(?:\{|where\b|$)/) { return true }
      if beforeName.contains(/\b(?:Array|Deque|zip|Set)\(\s*(?:[\w?!]+\.)*$/),
        !rest.hasPrefix(".keys.sorted(")
      {
        return true
      }
      guard let use = rest.firstMatch(of: /^[?!]?\.(\w+)(\()?/) else { continue }
      if use.1 == "keys" {
        if !rest.hasPrefix(".keys.sorted(") { return true }
      } else if orderedUses.contains(use.1) || use.1 == "joined" && use.2 != nil {
        return true
      }
    }
    return false
  }
}
