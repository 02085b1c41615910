import ArgumentParser
import Harness
import Reports
import Wire

/// The report of an earlier run, as `--json` wrote it.
struct EarlierReport {
  private let path: String
  private let option: String
  private let document: JSON

  /// - Parameter option: The option that names the report, for what is said where it is none.
  init(_ path: String, for option: String) throws {
    self.path = path
    self.option = option
    let data = try NamedFile.bytes(path, remedy: "name a report that --json wrote.")
    guard let document = try? JSON.parse(Array(data))
    else { throw Self.mistake(path, option) }
    self.document = document
  }

  /// The names of what was red.
  func bad() throws -> Set<String> {
    guard let names = JSONReport.bad(in: document) else { throw Self.mistake(path, option) }
    guard !names.isEmpty else { throw ValidationError("Nothing failed in \(path); run without \(option).") }
    return names
  }

  /// How long each result took, in milliseconds by its name.
  func durations() throws -> [String: Int64] {
    guard let durations = JSONReport.durations(in: document) else { throw Self.mistake(path, option) }
    guard !durations.isEmpty else {
      throw ValidationError("The report \(path) has no times; write it with --timings --json.")
    }
    return durations
  }

  /// The results, with everything that other forms of a report need.
  func results() throws -> [ScenarioResult] {
    do throws(ReportReader.Mistake) {
      return try ReportReader.results(of: document)
    } catch {
      throw ValidationError("\(path) cannot be used: \(error.message).")
    }
  }

  private static func mistake(_ path: String, _ option: String) -> ValidationError {
    ValidationError("\(path) is not a report written by --json; \(option) needs one.")
  }
}
