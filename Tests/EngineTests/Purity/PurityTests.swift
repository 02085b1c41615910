import Foundation
import Testing

@Suite struct PurityTests {
  @Test func `the engine has no clock, no randomness, no concurrency and no order by chance`() throws {
    let sources = try EngineSources.all()
    // The names of dictionaries are looked for in every file, because extensions use them too.
    let unordered = sources.reduce(into: Set<Substring>()) {
      $0.formUnion(PurityRule.unorderedNames(in: $1.source))
    }
    #expect(
      unordered.isSuperset(of: ["places", "requests", "holders", "namesakes", "connections", "presence"]))
    for (path, source) in sources {
      let findings = PurityRule.findings(in: source, unordered: unordered)
      #expect(findings.isEmpty, "\(path)")
    }
  }

  @Test func `the sources are found`() throws {
    let paths = try EngineSources.all().map(\.path)
    #expect(paths.count > 20)
    #expect(paths.contains("Engine.swift"))
    #expect(paths.contains("Commands/Engine+Rooms.swift"))
  }

  @Test(arguments: [
    "import Foundation", "package import NIOCore", "@preconcurrency import Dispatch",
    "import struct Glibc.time_t",
    "  internal import Logging", "import Collections", "@testable import Wire",
    "let now = Date()", "let id = UUID().uuidString", "let n = Int.random(in: 1...6)",
    "var generator = SystemRandomNumberGenerator()", "list.shuffle()", "Task { work() }",
    "func work() async {}", "await work()", "let x: Double = 1", "let y = Float(3)", "let z = 1.5",
    "rate * 0.5",
    "let here = Locale.current", "print(state)", "let h = key.hashValue", "var hasher = Hasher()",
    "let c = ContinuousClock.now", #"let text = "at \(Date()) now""#, ##"let text = #"at \#(UUID())"#"##,
    "let channel: NIOAsyncChannel? = nil",
    "/* a comment */ print(1)", "let a = 1 /* /* nested */ */; dump(a)",
    "\"\"\"\n  a\n  \"\"\"; print(2)",
    "var ages: [String: Int] = [:]\nfor (name, age) in ages { use(name) }",
    "var ages: [String: Int] = [:]\nfor age in self.ages.values { use(age) }",
    "let ages = Set<Int>()\nages.forEach { use($0) }",
    "var ages: Set<Int> = []\nlet first = ages.first",
    "var ages: [Name: Int] = [:]\nlet list = ages.map(\\.key)",
    "var ages: [Name: Int] = [:]\nlet list = Array(engine.ages)",
    "var ages: [Name: Int] = [:]\nlet list = ages.keys.map { $0 }",
    "var ages: [Name: Int] = [:]\nfor name in ages.keys {}",
    "let ages = Dictionary(uniqueKeysWithValues: list)\nuse(ages.sorted { $0.value < $1.value })",
  ])
  func `an offending source is found`(text: String) {
    #expect(!PurityRule.findings(in: SwiftSource(text)).isEmpty)
  }

  @Test(arguments: [
    "import DequeModule", "import HeapModule", "package import OrderedCollections",
    "// Date, UUID and Task are forbidden", "/// No `Double`.", "/* import Foundation */",
    #"let text = "import Foundation, Date() and 1.5""#, ##"let text = #"\(Date())"#"##,
    "let text = \"\"\"\n  Date()\n  \"\"\"",
    #"let quote = "\"Date()""#, #"let code = "\(padded)""#,
    "candidates.update(printer: dated)", "let fromDate = 1", "pair.0.1", "$0.1", "x.0", "1...5", "0..<10",
    "1_000",
    "var ages: [Name: Int] = [:]\nfor name in ages.keys.sorted() { use(ages[name]) }",
    "var ages: [Name: Int] = [:]\nages[name] = 1; _ = ages.count; ages.removeAll(); _ = ages.isEmpty",
    "var ages: [Name: Int] = [:]\nlet age = ages.removeValue(forKey: name)",
    "var ages: [Name: Int] = [:]\nfor age in list where ages[age] == nil {}",
    "var list: [Int] = []\nfor element in list { use(element) }",
    "func ages(_ list: [Int]) -> [Int: Int] { [:] }",
  ])
  func `an innocent source is left alone`(text: String) {
    let findings = PurityRule.findings(in: SwiftSource(text))
    #expect(findings.isEmpty)
  }

  @Test func `lines keep their numbers`() {
    let text = "/* one\n two */\n\"\"\"\nthree\n\"\"\"\n// four\nprint(5)"
    #expect(PurityRule.findings(in: SwiftSource(text)).map(\.line) == [7])
  }
}

/// The sources that the engine is built of.
private enum EngineSources {
  static func all() throws -> [(path: String, source: SwiftSource)] {
    // This file is Tests/EngineTests/Purity/PurityTests.swift in the package.
    let package = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let root = package.appending(path: "Sources/Engine").path(percentEncoded: false)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map { path in
      (path, SwiftSource(try String(contentsOfFile: root + "/" + path, encoding: .utf8)))
    }
  }
}
