import ArgumentParser

/// Options of a command that come from the environment: `--tls-key` from `VERBATIM_TLS_KEY`.
///
/// They are put in front of what the command line has, and only where it does not have them itself. So there is one reader of
/// values, one set of names and one place for defaults.
struct EnvironmentOptions {
  /// An option, and what the environment has for it.
  struct Value: Equatable {
    let option: String
    let variable: String
    let texts: [String]

    var arguments: [String] { texts.flatMap { [option, $0] } }
  }

  /// The variable of an option.
  static func variable(of option: String) -> String {
    "VERBATIM_" + option.dropFirst(2).map { $0 == "-" ? "_" : $0.uppercased() }.joined()
  }

  /// What the environment has for options that are not among the arguments. An empty value counts as none.
  static func values(
    of options: [String], repeatable: Set<String>, in environment: [String: String], given arguments: [String]
  ) -> [Value] {
    options.compactMap { option in
      let variable = variable(of: option)
      guard let text = environment[variable], !text.isEmpty,
        !arguments.contains(where: { $0 == option || $0.hasPrefix(option + "=") })
      else { return nil }
      let texts = repeatable.contains(option) ? text.split(separator: ",").map(String.init) : [text]
      return Value(option: option, variable: variable, texts: texts)
    }
  }

  /// The options of a command as its help lists them, those with a value only.
  static func options(of command: any ParsableCommand.Type) -> [String] {
    command.helpMessage(columns: 200).split(separator: "\n").compactMap { line in
      guard line.hasPrefix("  --"), let end = line.firstIndex(of: "<") else { return nil }
      return String(line[..<end].drop { $0 == " " }.prefix { $0 != " " })
    }
  }
}

extension ServeCommand {
  /// The options that can be given several times.
  private static let repeatable: Set<String> = [
    "--limit", "--listen", "--admin-listen", "--origin", "--trusted-proxy",
  ]
  /// The options that only go together, so that one alone is not to blame.
  private static let companions = ["--tls-certificate": "--tls-key", "--tls-key": "--tls-certificate"]

  /// The arguments with those in front that the environment adds.
  ///
  /// Errors: names the variable whose value its option does not understand.
  static func arguments(_ given: [String], with environment: [String: String]) throws -> [String] {
    let values = EnvironmentOptions.values(
      of: EnvironmentOptions.options(of: self), repeatable: repeatable, in: environment, given: given)
    for value in values {
      let companion = companions[value.option].map { [$0, "-"] } ?? []
      do {
        _ = try parse(value.arguments + companion)
      } catch {
        throw ValidationError("\(value.variable): \(message(for: error))")
      }
    }
    return values.flatMap(\.arguments) + given
  }
}
