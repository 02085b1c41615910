import Foundation

/// The program that runs.
enum Program {
  /// Its path, to start another one of it.
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
