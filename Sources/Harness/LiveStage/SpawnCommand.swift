import Wire

/// The command that starts a server to be checked, with places for what differs from one start to the next.
package struct SpawnCommand: Hashable, Sendable {
  /// Why a command cannot be used.
  package struct Mistake: Error, Hashable, Sendable {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  private let text: String
  /// More than that the server cannot write into any of its files, as on a full disk; nil where nothing is bounded.
  var largestFileBytes: Int?

  /// - Parameter text: A command as a shell reads it. `{port}` becomes a free port of 127.0.0.1 and has to be there; `{folder}` an empty
  ///   folder that outlives a crash; `{token}` a file with an operator's token; `{limits}` a `--limit NAME=VALUE` for each limit.
  /// - Throws: `Mistake` where there is no `{port}`, or another word in braces.
  package init(_ text: String) throws(Mistake) {
    let known = ["port", "folder", "token", "limits"]
    let places = text.matches(of: /(\$?)\{([A-Za-z]+)\}/).filter { $0.output.1.isEmpty }.map {
      String($0.output.2)
    }
    if let unknown = places.first(where: { !known.contains($0) }) {
      let hint =
        Suggestion.closest(to: unknown, among: known).map { "did you mean {\($0)}?" }
        ?? "there are {port}, {folder}, {token} and {limits}"
      throw Mistake(message: "{\(unknown)} means nothing in a command; \(hint)")
    }
    guard places.contains("port") else {
      throw Mistake(
        message: "the command has no {port}, so the server cannot be told where to listen")
    }
    self.text = text
  }

  /// Whether the server is told an operator's token.
  var hasToken: Bool { text.contains("{token}") }

  /// Whether the server is told limits.
  var hasLimits: Bool { text.contains("{limits}") }

  /// The command with everything in its place.
  func filled(port: Int, folder: String, limits: [(name: String, value: Int64)]) -> String {
    // The signal would end the process; without it, writing fails. The shell counts blocks of 512 bytes.
    let bound = largestFileBytes.map { "trap '' XFSZ; ulimit -f \($0 / 512); " } ?? ""
    let limits = limits.map { "--limit \($0.name)=\($0.value)" }.joined(separator: " ")
    // The shell makes way, so that a signal reaches the server itself; what is more than a program with its arguments needs the shell.
    let isPlain =
      !text.contains { ";&|<>()`$\n".contains($0) } && !["cd ", "exec "].contains(where: text.hasPrefix)
    return bound + (isPlain ? "exec " : "")
      + text.replacing("{port}", with: "\(port)").replacing("{folder}", with: folder)
      .replacing("{token}", with: "\(folder)/token").replacing("{limits}", with: limits)
  }
}
