import Engine

/// What `verbatim --version` says.
enum Version {
  /// The version of the program, which stands here alone: the Makefile and what packs the program read this line.
  static let number = "0.9.0"

  /// The version, what it was built from, and what it makes of journals and states of other versions.
  static var text: String {
    "verbatim \(number) (commit \(EmbeddedCommit.text), behaviour \(Engine.behaviour), \(formats))"
  }

  /// The formats of the state that can be read, such as `formats 1-2`.
  private static var formats: String {
    let newest = StateFormat.newest.rawValue
    let oldest = StateFormat.allCases.map(\.rawValue).min() ?? newest
    return oldest == newest ? "format \(newest)" : "formats \(oldest)-\(newest)"
  }
}
