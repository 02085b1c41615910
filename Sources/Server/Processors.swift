import Foundation

/// The processors that this process may run on.
package enum Processors {
  /// How many there are, at least 1; as many as the machine has where the system does not say (Linux: proc(5), `Cpus_allowed`).
  package static let available: Int = {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else {
      return ProcessInfo.processInfo.activeProcessorCount
    }
    let mask = line.dropFirst("Cpus_allowed:".count)
    return max(1, mask.compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount })
  }()
}
