import Harness
import ScenarioLanguage

extension Explanation {
  /// The rules of scenario files.
  static var rules: [Explanation] {
    DiagnosticDefinition.Group.allCases.flatMap { group in
      group.definitions.map { rule in
        let kind = group == .lint ? "A rule of `verbatim lint`" : "An error"
        return Explanation(
          name: rule.code.rawValue, group: .rules, meaning: rule.meaning,
          facts: ["\(kind), in the group \(group.rawValue)."], example: rule.example, remedy: rule.remedy)
      }
    }
  }

  /// How scenarios end.
  static var verdicts: [Explanation] {
    Verdict.Kind.allCases.map { verdict in
      Explanation(
        name: verdict.rawValue, group: .verdicts, meaning: verdict.meaning,
        facts: [verdict.isBad ? "It makes the run red." : "It does not make the run red."],
        remedy: verdict.remedy)
    }
  }

  /// Why scenarios fail: the `kind` of a failure in the JSON report.
  static var failures: [Explanation] {
    ScenarioFailure.Kind.allCases.map { kind in
      Explanation(name: kind.rawValue, group: .failures, meaning: kind.meaning, remedy: kind.remedy)
    }
  }

  /// The keys of a scenario's header.
  static var headers: [Explanation] {
    HeaderKey.allCases.map { key in
      Explanation(name: key.rawValue, group: .headers, meaning: key.meaning, example: key.example)
    }
  }

  /// The words that steps begin with, and `nothing`.
  static var keywords: [Explanation] {
    let nothing = Explanation(
      name: "nothing", group: .keywords, meaning: "After `<`: the users have no unread event.",
      example: "alice, bob < nothing")
    return StepKeyword.allCases.map { keyword in
      Explanation(
        name: keyword.rawValue, group: .keywords, meaning: keyword.meaning, example: keyword.example)
    } + [nothing]
  }

  /// What stands between a session and what it sends or receives, and between a field and its value.
  static var operators: [Explanation] {
    OperatorDefinition.all.map { definition in
      Explanation(
        name: definition.written, group: .operators, meaning: definition.meaning, example: definition.example)
    }
  }

  /// What follows `!` in a scenario.
  static var faults: [Explanation] {
    FaultKind.allCases.map { fault in
      Explanation(name: fault.rawValue, group: .faults, meaning: fault.meaning, example: fault.example)
    }
  }
}
