import Foundation
import Wire

/// All figures of a run as one JSON document, a line each, so that two runs can be compared line by line.
struct MeasurementDocument {
  let size: BenchmarkSize
  let measurements: [Measurement]

  var text: String {
    let lines = measurements.map { "    " + String(decoding: $0.json.bytes, as: UTF8.self) }
    return """
      {
        "build": "\(Self.build)",
        "size": "\(size.rawValue)",
        "processors": \(ProcessInfo.processInfo.activeProcessorCount),
        "measurements": [
      \(lines.joined(separator: ",\n"))
        ]
      }
      """
  }

  /// Figures of a debug build say nothing about the program that is shipped.
  private static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}
