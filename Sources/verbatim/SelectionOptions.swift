import ArgumentParser
import Harness

/// Which scenarios are run, how often, and how many at a time.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("tag"),
    help: ArgumentHelp(
      "Run only scenarios with these tags: a tag, or several with and, or, not and parentheses. Repeat the option for others.",
      valueName: "tags"),
    transform: { try TagExpression(argument: $0) })
  var tags: [TagExpression] = []

  @Option(
    help: "Run only scenarios whose name (the path, and the case in brackets) or title contains this text.")
  var filter: String?

  @Option(
    help: ArgumentHelp(
      "Run only what failed or was not run in this report of an earlier run (--json).", valueName: "file"))
  var failed: String?

  @Option(
    help:
      "Run one of several equal parts of what was selected, such as 2/5; a part with nothing in it is fine.")
  var shard: Selection.Shard?

  @Option(
    help: ArgumentHelp(
      "Make the parts of --shard take about the same time, as measured in this report (--json --timings).",
      valueName: "file"))
  var durations: String?

  @Option(
    name: .customLong("repeat"), help: ArgumentHelp("Run each scenario several times.", valueName: "count"))
  var repetitions = 1

  @Option(
    help: ArgumentHelp(
      "How many scenarios to run at a time; on the wire each has its own server. The results are the same for any number. (default: the number of processors; on the wire no more than one for every 25 scenarios; 1 at an address)",
      valueName: "count"))
  var jobs: Int?

  func validate() throws {
    if durations != nil && shard == nil { throw ValidationError("--durations goes with --shard.") }
    try require(repetitions, in: 1...1000, "--repeat is")
    try require(jobs, in: 1...64, "--jobs is")
  }

  /// What is wanted of a suite, each once.
  func chosen(of suite: [SuiteItem]) throws -> Chosen {
    let bad = try failed.map { try EarlierReport($0, for: "--failed").bad() }
    let selection = Selection(tags: tags, filter: filter, names: bad)
    let chosen = suite.filter(selection.includes)
    guard !chosen.isEmpty else {
      throw ValidationError(
        "Nothing was selected; --list without --tag, --filter and --failed lists all scenarios.")
    }
    guard let shard else { return Chosen(items: chosen) }
    let places = shard.places(
      in: chosen,
      durations: try durations.map { try EarlierReport($0, for: "--durations").durations() } ?? [:])
    return Chosen(items: places.map { chosen[$0] }, places: places)
  }

  /// The same as often as they are to be run, one after the other.
  func repeated(_ chosen: Chosen) -> Chosen {
    Chosen(
      items: chosen.items.flatMap { Array(repeating: $0, count: repetitions) },
      places: chosen.places?.flatMap { place in (0..<repetitions).map { place * repetitions + $0 } })
  }
}

extension SelectionOptions {
  /// What of a suite is run.
  struct Chosen {
    let items: [SuiteItem]
    /// Where each of them stands in all that was selected, if only a shard of that is run.
    var places: [Int]?

    /// The results of the items, in their order, with their places; a run that ends early has fewer.
    func placed(_ results: [ScenarioResult]) -> [ScenarioResult] {
      guard let places else { return results }
      return zip(results, places).map { result, place in
        var result = result
        result.place = place
        return result
      }
    }
  }
}

extension TagExpression {
  /// Reads an expression from the command line.
  init(argument: String) throws {
    do throws(Mistake) {
      try self.init(argument)
    } catch {
      throw ValidationError(error.message)
    }
  }
}

extension Selection.Shard: ExpressibleByArgument {
  /// Reads `2/5` from the command line.
  public init?(argument: String) { self.init(argument) }
}
