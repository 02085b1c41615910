import ArgumentParser
import Foundation

/// Measures what the project promises to be fast at, and prints the figures as JSON. Run it with `make bench`.
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks", abstract: "Prints how fast Verbatim is, as one JSON document.")

  @Option(help: "Run only the benchmarks whose name contains this text.")
  var only: String?

  @Flag(help: "Do a tenth of the work or less, to see that everything still runs.")
  var quick = false

  @Option(help: "The scenario file or folder that is run as a whole.")
  var scenarios = "Scenarios"

  func run() async throws {
    let all = Benchmark.all(scenarios: scenarios)
    let selected = all.filter { benchmark in only.map { benchmark.name.contains($0) } ?? true }
    guard !selected.isEmpty else {
      throw ValidationError(
        "No benchmark has this in its name; there are \(all.map(\.name).joined(separator: ", ")).")
    }
    let size = quick ? BenchmarkSize.quick : .full
    var measurements: [Measurement] = []
    for benchmark in selected {
      // A full run takes a minute; whoever watches it sees where it is, and the document stays clean.
      FileHandle.standardError.write(Data("\(benchmark.name)\n".utf8))
      measurements += try await benchmark.measure(size)
    }
    print(MeasurementDocument(size: size, measurements: measurements).text)
  }
}
