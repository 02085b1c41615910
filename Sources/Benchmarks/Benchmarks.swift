import Wire

/// Measures what the project promises to be fast at, and prints the figures as JSON. Run it with `make bench`.
@main
enum Benchmarks {
  static func main() throws {
    var measurements: [Measurement] = []
    func report(_ measurement: Measurement) {
      measurements.append(measurement)
    }
    report(EngineBenchmark.memoryPerUser(users: 200_000))
    report(EngineBenchmark.roomChat(rooms: 100, members: 100, inputs: 2_000_000))
    report(try StackBenchmark.roomChat(rooms: 100, members: 100, inputs: 500_000))
    for measurement in measurements {
      print(String(decoding: measurement.json.bytes, as: UTF8.self))
    }
  }
}
