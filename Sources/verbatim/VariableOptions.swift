import ArgumentParser
import Foundation
import Harness
import ScenarioLanguage
import Wire

/// Where a command that runs scenarios gets the values of their variables.
struct VariableOptions: ParsableArguments {
  @Option(
    name: .customLong("variable"),
    help: ArgumentHelp(
      "Give a variable of the scenarios a value; repeat the option for more.", valueName: "name=value"))
  var assignments: [String] = []

  @Option(
    name: .customLong("variables-file"),
    help: ArgumentHelp(
      "A file with lines NAME=VALUE; repeat the option for more. (default for each variable: VERBATIM_VAR_NAME)",
      valueName: "file"))
  var variableFiles: [String] = []

  @Option(
    name: .customLong("secret-variable"),
    help: ArgumentHelp(
      "Show the value of this variable in no output and no report; repeat the option for more.",
      valueName: "name"))
  var secretVariables: [String] = []

  @Option(
    name: .customLong("secrets-file"),
    help: ArgumentHelp("The same as --variables-file, for secret values.", valueName: "file"))
  var secretFiles: [String] = []

  /// What the variable of a scenario is called in the environment: this, and its name.
  private static let environmentPrefix = "VERBATIM_VAR_"

  /// The values: those of the command line before those of files, and those before the environment's.
  func variables() throws -> Variables {
    var variables = Variables()
    for (name, value) in ProcessInfo.processInfo.environment where name.hasPrefix(Self.environmentPrefix) {
      variables[String(name.dropFirst(Self.environmentPrefix.count))] = .init(value)
    }
    for (path, isSecret) in variableFiles.map({ ($0, false) }) + secretFiles.map({ ($0, true) }) {
      for (name, value) in try Self.values(inFile: path) {
        variables[name] = .init(value, isSecret: isSecret)
      }
    }
    var given: Set<String> = []
    for assignment in assignments {
      guard let (name, value) = Self.parts(of: assignment) else {
        throw ValidationError("--variable takes NAME=VALUE, with letters, digits and _ in the name.")
      }
      guard given.insert(name).inserted else {
        throw ValidationError("--variable gives \(name) twice; leave one out.")
      }
      variables[name] = .init(value)
    }
    for name in secretVariables {
      guard variables[name] != nil else {
        throw ValidationError(
          "--secret-variable \(name) has no value; set \(Self.environmentPrefix)\(name) or write a line \(name)=… into a --secrets-file."
        )
      }
      variables[name]?.isSecret = true
    }
    for secret in variables.secrets {
      guard case .variable(let name) = secret.placeholder else { continue }
      if secret.text.utf8.count < Masks.shortestBytes {
        throw ValidationError(
          "The value of the secret variable \(name) has fewer than \(Masks.shortestBytes) bytes, too few to be hidden; take a longer one."
        )
      }
      if Masks.isWordOfProtocol(secret.text) {
        throw ValidationError(
          "The value of the secret variable \(name) is a word of the protocol, which every report shows; take another one."
        )
      }
    }
    return variables
  }

  /// Fails where a variable is named on the command line that no scenario declares.
  ///
  /// The files and the environment can be for more scenarios than those of one run.
  func check(_ declared: Set<String>) throws {
    let named =
      assignments.compactMap { Self.parts(of: $0)?.name }.map { ("--variable", $0) }
      + secretVariables.map { ("--secret-variable", $0) }
    for (option, name) in named where !declared.contains(name) {
      let nearest = Suggestion.closest(to: name, among: declared.sorted()).map { "; did you mean \($0)?" }
      throw ValidationError(
        "\(option) names \(name), which no scenario declares by `variables:`\(nearest ?? ".")")
    }
  }

  /// Fails where a scenario that is to be run has a variable without a value, and says where it is declared, or where a secret value is the
  /// name of somebody who takes part.
  static func checkValues(of scenarios: [(scenario: Scenario, sources: SourceSet)]) throws {
    var seen: Set<Diagnostic> = []
    var texts: [String] = []
    for (scenario, sources) in scenarios {
      if case .skip = scenario.header.plan { continue }
      try checkSecrets(of: scenario)
      let missing = scenario.missingVariables.filter { seen.insert($0).inserted }
      if !missing.isEmpty { texts.append(Masks.rendered(missing, sources, first: scenario.path)) }
    }
    guard !texts.isEmpty else { return }
    throw ValidationError(texts.joined(separator: "\n"))
  }

  private static func checkSecrets(of scenario: Scenario) throws {
    let names = Set(scenario.header.sessionNames)
    for secret in scenario.secrets where names.contains(secret.text) {
      guard case .variable(let name) = secret.placeholder else { continue }
      throw ValidationError(
        "The value of the secret variable \(name) is the name of a user or bot of \(scenario.path), which every report shows; take another one."
      )
    }
  }

  /// The options as they have to be given to run a scenario again.
  var words: [String] {
    assignments.flatMap { ["--variable", $0] } + variableFiles.flatMap { ["--variables-file", $0] }
      + secretVariables.flatMap { ["--secret-variable", $0] }
      + secretFiles.flatMap { ["--secrets-file", $0] }
  }

  private static func parts(of assignment: some StringProtocol) -> (name: String, value: String)? {
    guard let sign = assignment.firstIndex(of: "=") else { return nil }
    let name = String(assignment[..<sign])
    return WordRules.isName(name) ? (name, String(assignment[assignment.index(after: sign)...])) : nil
  }

  /// The values in a file: a line for each, and comments in lines that begin with `#`.
  private static func values(inFile path: String) throws -> [(name: String, value: String)] {
    let data = try NamedFile.bytes(path, remedy: "it has a line NAME=VALUE for each variable.")
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ValidationError("The file \(path) is not text in UTF-8.")
    }
    var values: [(name: String, value: String)] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let line = line.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      // The line itself is not shown: it can be a secret.
      guard let (name, value) = parts(of: line) else {
        throw ValidationError(
          "\(path):\(index + 1): a line is NAME=VALUE, with letters, digits and _ in the name, or a comment with #."
        )
      }
      guard !values.contains(where: { $0.name == name }) else {
        throw ValidationError("\(path):\(index + 1): \(name) is in the file twice; leave one out.")
      }
      values.append((name, value))
    }
    return values
  }
}
