/// The command that shows a failure again and runs nothing else.
enum RerunCommand {
  /// The command as a POSIX shell reads it.
  static func text(for failure: ScenarioFailure, in result: ScenarioResult) -> String {
    (failure.again ?? words(for: failure, in: result)).map(quotedForShell).joined(separator: " ")
  }

  private static func words(for failure: ScenarioFailure, in result: ScenarioResult) -> [String] {
    var words = ["verbatim", "run"]
    if result.venue != Venue.simulator.name { words += ["--on", result.venue] }
    if failure.kind == .skipped { words.append("--strict-skips") }
    if failure.isOfInterruptedRun { words.append("--crash-everywhere") }
    words += result.options
    // A path that begins with a dash would be read as an option; a mere dash is standard input.
    let isLikeOption = result.path.hasPrefix("-") && result.path != "-"
    words.append(isLikeOption ? "./" + result.path : result.path)
    if let name = result.caseName { words += ["--filter", "[\(name)]"] }
    return words
  }

  private static func quotedForShell(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "-", "_", "+", ":", "@", "%": true
      case _: !scalar.isASCII
      }
    }
    if isPlain && !text.isEmpty { return text }
    // What a terminal, or a log that takes commands, would not show as it is.
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      let characters = text.unicodeScalars.map { scalar in
        switch scalar {
        case "'", "\\": "\\\(scalar)"
        case "\u{0}"..<" ", "\u{7F}": "\\x" + scalar.value.digits(2, radix: 16)
        case _: String(scalar)
        }
      }
      return "$'" + characters.joined() + "'"
    }
    return "'\(text.replacing("'", with: "'\\''"))'"
  }
}
