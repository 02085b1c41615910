package import ScenarioLanguage
import Wire

extension ScenarioResult {
  /// Puts placeholders in the place of all secrets that the result has in it, so that every report of it can be shown to anybody.
  ///
  /// Whoever makes results does it once, when a result is complete: what is compared and corrected before has the real values.
  ///
  /// - Parameters:
  ///   - secrets: What is secret although no field says so, such as the values of variables.
  ///   - names: Words that everybody knows, such as the names of users.
  package mutating func mask(hiding secrets: [KnownSecret] = [], except names: [String] = []) {
    var masks = Masks(hiding: secrets, except: names)
    var unseen = self
    unseen.pass(through: &masks)
    masks.show()
    pass(through: &masks)
  }

  /// The same for a scenario's result; what other results of the file have found out about it is not done again.
  ///
  /// - Parameter secrets: What is secret beside what the scenario knows, such as tokens that the stage has made.
  mutating func mask(as scenario: Scenario, hiding secrets: [KnownSecret] = [], sharing masked: MaskedSources)
  {
    var masks = masked.learned(from: scenario, sources)
    for secret in secrets { masks.hide(secret) }
    var unseen = self
    unseen.passContents(through: &masks)
    masks.show()
    sources = masked.shown(sources, first: path, through: &masks)
    passContents(through: &masks)
  }

  private mutating func pass(through masks: inout Masks) {
    sources.pass(through: &masks, first: path)
    passContents(through: &masks)
  }

  private mutating func passContents(through masks: inout Masks) {
    caseName = caseName.map { masks.maskScenario($0) }
    title = masks.mask(title)
    transcript.pass(through: &masks)
    options = options.map { masks.mask($0) }
    verdict.pass(through: &masks)
  }
}

extension SourceSet {
  /// - Parameter path: The file that is run; its secrets have the first numbers.
  mutating func pass(through masks: inout Masks, first path: String) {
    for path in [path] + paths.filter({ $0 != path }) {
      if let source = self[path] { insert(masks.mask(source)) }
    }
  }
}

extension Transcript {
  mutating func pass(through masks: inout Masks) { rewrite { $0.passed(through: &masks) } }
}

extension Transcript.Entry.Kind {
  fileprivate func passed(through masks: inout Masks) -> Self {
    switch self {
    case .arrived, .time: self
    case .section(let title): .section(masks.mask(title))
    case .fault(let fault): .fault(masks.mask(fault))
    case .received(let name, let event): .received(by: name, masks.mask(event))
    case .sent(let name, let sent):
      switch sent {
      case .line(let line): .sent(by: name, .line(masks.mask(line)))
      case .json(let text): .sent(by: name, .json(masks.mask(text)))
      case .bytes(let bytes): .sent(by: name, .bytes(masks.mask(bytes)))
      }
    }
  }
}

extension Verdict {
  fileprivate mutating func pass(through masks: inout Masks) {
    switch self {
    case .passed: break
    case .failed(let failure): self = .failed(failure.passed(through: &masks))
    case .warned(let failure): self = .warned(failure.passed(through: &masks))
    case .untestable(let failure): self = .untestable(failure.passed(through: &masks))
    case .timedOut(let failure): self = .timedOut(failure.passed(through: &masks))
    case .interrupted(let failure): self = .interrupted(failure.passed(through: &masks))
    case .failedAsExpected(let failure, let reason):
      self = .failedAsExpected(failure.passed(through: &masks), reason: masks.mask(reason))
    case .passedUnexpectedly(let reason, let claim):
      self = .passedUnexpectedly(reason: masks.mask(reason), claim: claim)
    case .skipped(let reason): self = .skipped(reason: masks.mask(reason))
    case .notApplicable(let reason): self = .notApplicable(reason: masks.mask(reason))
    case .notRun(let reason): self = .notRun(reason: masks.mask(reason))
    case .harnessError(let reason): self = .harnessError(reason: masks.mask(reason))
    case .unreadable(let diagnostics): self = .unreadable(diagnostics.passed(through: &masks))
    }
  }
}

extension ScenarioFailure {
  fileprivate func passed(through masks: inout Masks) -> ScenarioFailure {
    var failure = self
    failure.message = masks.mask(message)
    failure.details = details.map { .init(label: $0.label, $0.content.passed(through: &masks)) }
    failure.causes = causes.map { cause in
      var cause = cause
      cause.subject = cause.subject.passed(through: &masks)
      return cause
    }
    failure.origin.trail = origin.trail.map { entry in entry.rewritten { masks.maskScenario($0) } }
    failure.inboxes = inboxes.map { inbox in
      .init(client: inbox.client, events: inbox.events.map { masks.maskScenario($0) })
    }
    failure.again = again?.map { masks.mask($0) }
    failure.further = further.map { $0.passed(through: &masks) }
    return failure
  }
}

extension ScenarioFailure.Cause.Subject {
  fileprivate func passed(through masks: inout Masks) -> Self {
    switch self {
    case .text(let text): .text(masks.mask(text))
    case .entry(let kind, let receivers): .entry(kind.passed(through: &masks), receivers: receivers)
    }
  }
}

extension ScenarioFailure.Detail.Content {
  fileprivate func passed(through masks: inout Masks) -> Self {
    switch self {
    case .text(let text): .text(masks.maskScenario(text))
    case .mismatches(let mismatches):
      .mismatches(mismatches.map { mismatch in mismatch.rewritten { masks.maskScenario($0) } })
    }
  }
}

extension [Diagnostic] {
  /// The diagnostics as they may be shown; a message can quote the file.
  func passed(through masks: inout Masks) -> [Diagnostic] {
    map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.message = masks.maskScenario(diagnostic.message)
      diagnostic.suggestion = diagnostic.suggestion.map { masks.maskScenario($0) }
      diagnostic.remedy = diagnostic.remedy.map { masks.maskScenario($0) }
      diagnostic.trail = diagnostic.trail.map { entry in entry.rewritten { masks.maskScenario($0) } }
      for index in diagnostic.related.indices {
        diagnostic.related[index].note = masks.maskScenario(diagnostic.related[index].note)
      }
      return diagnostic
    }
  }
}

extension Masks {
  /// Diagnostics and the files that they are about, with placeholders for secrets.
  ///
  /// - Parameter path: The file that is read first.
  package static func shown(
    _ diagnostics: [Diagnostic], _ sources: SourceSet, first path: String
  ) -> (diagnostics: [Diagnostic], sources: SourceSet) {
    var (masks, shown) = (Masks(hiding: SecretArguments.values(in: sources)), sources)
    shown.pass(through: &masks, first: path)
    masks.show()
    shown.pass(through: &masks, first: path)
    return (diagnostics.passed(through: &masks), shown)
  }

  /// Diagnostics as a console shows them, with placeholders for the secrets of the lines that they quote.
  ///
  /// - Parameter path: The file that they are about.
  package static func rendered(
    _ diagnostics: [Diagnostic], _ sources: SourceSet, first path: String
  ) -> String {
    let shown = Self.shown(diagnostics, sources, first: path)
    return Diagnostic.rendered(shown.diagnostics, shown.sources)
  }
}
