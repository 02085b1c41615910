package import ScenarioLanguage

/// How one scenario, or one row of its cases, ended.
package enum Verdict: Sendable {
  case passed
  case failed(ScenarioFailure)
  /// It failed in the way in which it is known to fail.
  case failedAsExpected(ScenarioFailure, reason: String)
  /// It passed, although it is known to fail.
  case passedUnexpectedly(reason: String, claim: Claim = .header)
  case skipped(reason: String)
  /// It could not be run, because it is not a scenario.
  case unreadable([Diagnostic])
  /// It failed, and is about rules that do not bind.
  case warned(ScenarioFailure)
  /// It is about something that the server does not say it can, or that nobody lets the suite do there.
  case notApplicable(reason: String)
  /// The server did not let it come to what it is about.
  case untestable(ScenarioFailure)
  /// It was ended because it, or the whole run, took longer in real time than it may.
  case timedOut(ScenarioFailure)
  /// It was under way, or next, when the run was interrupted.
  case interrupted(ScenarioFailure)
  /// The run ended before it was its turn.
  case notRun(reason: String)
  /// The suite itself went wrong.
  case harnessError(reason: String)

  /// Where it is said that something is known to fail.
  package enum Claim: Hashable, Sendable {
    /// In the scenario's header.
    case header
    /// In a row of its cases.
    case row(SourceSpan)
    /// In a line of a baseline.
    case baseline(SourceSpan)

    /// The line that says it, where it is not the header's.
    package var place: SourceSpan? {
      switch self {
      case .header: nil
      case .row(let place), .baseline(let place): place
      }
    }
  }

  /// Whether this makes the whole run red.
  package var isBad: Bool { kind.isBad }

  /// The verdict without its reason; the raw value is the one word that every report has for it.
  package enum Kind: String, CaseIterable, Sendable {
    case passed, failed, unreadable
    case failedAsExpected = "xfail"
    case passedUnexpectedly = "xpass"
    case skipped
    case warned
    case notApplicable = "not_applicable"
    case untestable
    case timedOut = "timed_out"
    case interrupted
    case notRun = "not_run"
    case harnessError = "harness_error"

    /// Whether this makes the whole run red.
    package var isBad: Bool {
      switch self {
      case .passed, .failedAsExpected, .skipped, .warned, .notApplicable, .notRun: false
      case .failed, .passedUnexpectedly, .unreadable, .untestable, .timedOut, .interrupted, .harnessError:
        true
      }
    }
  }

  /// The verdict without its reason.
  package var kind: Kind {
    switch self {
    case .passed: .passed
    case .failed: .failed
    case .failedAsExpected: .failedAsExpected
    case .passedUnexpectedly: .passedUnexpectedly
    case .skipped: .skipped
    case .unreadable: .unreadable
    case .warned: .warned
    case .notApplicable: .notApplicable
    case .untestable: .untestable
    case .timedOut: .timedOut
    case .interrupted: .interrupted
    case .notRun: .notRun
    case .harnessError: .harnessError
    }
  }

  /// Why it did not pass, with all that is known of it, where it was run and the file is not to blame; nil too where
  /// that was expected, see `knownFailure`.
  package var failure: ScenarioFailure? {
    switch self {
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure):
      failure
    case .passed, .failedAsExpected, .passedUnexpectedly, .skipped, .unreadable, .notApplicable, .notRun,
      .harnessError:
      nil
    }
  }

  /// How it failed, where it is known to fail like that.
  package var knownFailure: ScenarioFailure? {
    if case .failedAsExpected(let failure, _) = self { failure } else { nil }
  }

  /// Why it was not run, is known to fail, or is the fault of the suite.
  package var reason: String? {
    switch self {
    case .failedAsExpected(_, let reason), .passedUnexpectedly(let reason, _), .skipped(let reason),
      .notApplicable(let reason), .notRun(let reason), .harnessError(let reason):
      reason
    case .passed, .failed, .unreadable, .warned, .untestable, .timedOut, .interrupted: nil
    }
  }
}

/// What was run and how it ended.
package struct ScenarioResult: Sendable {
  /// The file's path, as it was given.
  package let path: String
  /// The row of `cases:`, where there are any.
  package internal(set) var caseName: String?
  package internal(set) var title: String
  package let covers: [String]
  package var verdict: Verdict
  /// How long it took in real time, in milliseconds, where somebody measured it.
  package var realMilliseconds: Int64?
  /// What it was run on: `simulator`, `wire`, or an address.
  package var venue: String
  /// How it is known that nothing arrived where `nothing` was expected; nil where that is a fact, or was not asked.
  package var evidenceOfNothing: String?
  /// How much virtual time passed, in milliseconds.
  package var virtualMilliseconds: Int64 = 0
  /// How many steps were run.
  package var steps = 0
  /// The chain over all inputs of the run, as hexadecimal digits.
  package var journalChain: String?
  /// The SHA-256 of the engine's state at the end, as hexadecimal digits.
  package var stateHash: String?
  package var transcript = Transcript()
  /// The files that the scenario was made from, for reports to show lines of.
  package var sources: SourceSet

  /// The options of the command that the run had and that running it again needs.
  package var options: [String] = []
  /// Where it stands in the whole suite, from 0, if only a part of that was run.
  package var place: Int?
  /// The name of the check, where it is the result of one.
  package var check: String?

  package init(
    path: String, caseName: String? = nil, title: String, covers: [String], verdict: Verdict,
    venue: String = "simulator", sources: SourceSet = SourceSet()
  ) {
    self.path = path
    self.caseName = caseName
    self.title = title
    self.covers = covers
    self.verdict = verdict
    self.venue = venue
    self.sources = sources
  }

  /// What running gives, with how long it took in real time.
  package static func timed<Failure: Error>(
    _ run: () throws(Failure) -> ScenarioResult
  ) throws(Failure) -> ScenarioResult {
    let start = ContinuousClock.now
    var result = try run()
    let took = (ContinuousClock.now - start).components
    result.realMilliseconds = took.seconds * 1000 + took.attoseconds / 1_000_000_000_000_000
    return result
  }

  /// The name that reports and `--filter` know the result by: that of the check, or path, and the case in brackets.
  package var name: String {
    check ?? caseName.map { "\(path) [\($0)]" } ?? path
  }
}

/// Why a scenario failed, and everything that a person needs to see why.
package struct ScenarioFailure: Error, Sendable {
  /// What kind of expectation was not met; reports and tools can tell by it.
  package enum Kind: String, CaseIterable, Sendable {
    /// Another event came than the one that was expected.
    case mismatch
    /// No event came.
    case missing
    /// An event came that nobody expected.
    case unexpected
    /// The events came in another order.
    case order
    /// Those who take part could not be brought together.
    case setup
    /// The step could not be carried out.
    case step
    /// The run with crashes showed users something else.
    case crash
    /// It was skipped, in a run that must skip nothing.
    case skipped

    /// Whether an expectation was not met. Otherwise the scenario did not come to what it expects.
    package var isOfExpectation: Bool {
      switch self {
      case .mismatch, .missing, .unexpected, .order: true
      case .setup, .step, .crash, .skipped: false
      }
    }
  }

  package let kind: Kind
  /// What happened, in one sentence.
  package var message: String
  /// The line at which it was noticed.
  package internal(set) var origin: Origin
  /// Details, each with its label, in the order in which they are shown.
  package var details: [Detail] = []
  /// What led to the event that came. Where none came: what was done last, and what came of that.
  package var causes: [Cause] = []
  /// The place, in the transcript, of the event that came; where none came, of what was done last.
  package var entry: Int?
  /// The events that were not read yet, client by client.
  package var inboxes: [Inbox]
  /// The part of the line that did not match, where one stands for it.
  package var span: SourceSpan?
  /// The types of the events that it is about: of the one that was expected, and of one that must not have come; `nothing` where
  /// none was expected.
  package var eventTypes: [String] = []
  /// Whether an event came that no line is about; that is noticed at a later line, which is not at fault.
  package var isOfLeftoverEvent = false
  /// Whether it was seen only in the run with a crash after each input.
  package var isOfInterruptedRun = false
  /// The words of the command that shows it again, where that is not `verbatim run`.
  package var again: [String]?
  /// The other failures of a run that went on since they are of soft expectations; they have none of their own.
  package var further: [ScenarioFailure] = []

  package init(kind: Kind, message: String, origin: Origin, inboxes: [Inbox] = []) {
    self.kind = kind
    self.message = message
    self.origin = origin
    self.inboxes = inboxes
  }

  /// This failure and the others.
  package var all: [ScenarioFailure] { [self] + further }

  /// What happened, in one line, with how many other failures there are.
  package var summary: String {
    switch further.count {
    case 0: message
    case 1: "\(message), and 1 more failure"
    case let count: "\(message), and \(count) more failures"
    }
  }

  /// Where reports point: the part that did not match, or else the whole line.
  package var place: SourceSpan { span ?? origin.span }

  /// One labelled line of a failure, such as what was expected.
  package struct Detail: Sendable {
    package let label: String
    /// What it says.
    let content: Content

    /// What is shown of long texts that differ is chosen after secrets are masked: of one that is cut a part could be read.
    enum Content: Sendable {
      case text(String)
      case mismatches([Mismatch])
    }

    package var text: String {
      switch content {
      case .text(let text): text
      case .mismatches(let mismatches): mismatches.map(\.description).joined(separator: "\n")
      }
    }

    package init(label: String, text: String) { self.init(label: label, .text(text)) }

    init(label: String, _ content: Content) {
      self.label = label
      self.content = content
    }
  }

  /// One link of the chain that led to what was seen.
  package struct Cause: Hashable, Sendable {
    /// The line that did it; nil for what bots did and for what was received.
    package let place: SourceSpan?
    /// What it was.
    var subject: Subject
    /// What follows the text however long it is, such as how often it occurred.
    var note = ""
    /// What it was, as reports show it.
    package var text: String {
      let whole = subject.text
      let shown: String = whole.count > Self.mostCharacters ? whole.prefix(Self.mostCharacters) + "…" : whole
      return shown + note
    }

    /// It is put into words and cut after secrets are masked: of one that is escaped or cut a part could be read.
    enum Subject: Hashable, Sendable {
      case text(String)
      /// Something that was done or seen, and who received it, where it is a frame that was received.
      case entry(Transcript.Entry.Kind, receivers: [String])

      /// The subject in the words of a scenario, however long.
      var text: String {
        switch self {
        case .text(let text): text
        case .entry(.received(_, let event), let names):
          "\(names.joined(separator: ", ")) < \(ScenarioText.event(event))"
        case .entry(let kind, _): ConsoleReport.text(of: kind)
        }
      }
    }

    /// How much of a long frame is shown.
    private static let mostCharacters = 160

    init(place: SourceSpan?, _ subject: Subject, note: String = "") {
      self.place = place
      self.subject = subject
      self.note = note
    }

    /// One as a report has it, which is as long as it is shown.
    package init(place: SourceSpan?, shown: String) {
      self.init(place: place, .text(""), note: shown)
    }
  }

  /// What waits to be read by one client.
  package struct Inbox: Sendable {
    package let client: String
    package let events: [String]

    package init(client: String, events: [String]) {
      self.client = client
      self.events = events
    }
  }
}
