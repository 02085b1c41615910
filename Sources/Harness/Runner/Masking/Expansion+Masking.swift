import ScenarioLanguage

extension Expansion {
  /// The scenarios, each with all that is secret in its file, and with placeholders in its title and the names of its cases.
  ///
  /// A report shows the whole file, with the lines that are not run and the rows of other cases.
  func maskedScenarios(hiding secrets: [KnownSecret]) -> [Scenario] {
    var masks = Masks(hiding: secrets, except: scenarios.first?.header.sessionNames ?? [])
    var sources = sources
    let path = scenarios.first?.path ?? ""
    sources.pass(through: &masks, first: path)
    for step in scenarios.flatMap(\.steps) { masks.learn(step) }
    masks.show()
    // Numbers are given as in a result, which begins with the file.
    sources.pass(through: &masks, first: path)
    return scenarios.map { scenario in
      var scenario = scenario
      scenario.secrets = masks.secrets
      scenario.caseName = scenario.caseName.map { masks.maskScenario($0) }
      scenario.header.title = masks.mask(scenario.header.title)
      return scenario
    }
  }
}

extension Masks {
  /// Learns the secrets of a step as it is run: arguments of macros and cells of tables stand in it.
  fileprivate mutating func learn(_ step: Step) {
    switch step.kind {
    case .send(_, .line(let template)), .send(_, .json(let template)): _ = maskScenario(template.written)
    case .send(_, .bytes(let bytes)): _ = mask(bytes)
    case .expect, .block:
      for field in step.expectations.flatMap({ $0.pattern?.fields ?? [] }) {
        _ = maskScenario(ScenarioText.field(field.name, field.matcher))
      }
    case .section, .advance, .until, .fault: break
    }
  }
}

extension Template {
  /// The text as a scenario has it.
  fileprivate var written: String {
    segments.map { segment in
      switch segment {
      case .text(let text): text.replacing("$", with: "$$")
      case .name(let name, _): "$\(name)"
      case .sum(let sum, _): ScenarioText.matcher(.sum(sum))
      }
    }.joined()
  }
}

extension Header {
  /// The names of those who take part, which everybody knows.
  package var sessionNames: [String] {
    (users + guests).flatMap { [$0.value.name, $0.value.user] } + bots.map(\.value.name)
  }
}
