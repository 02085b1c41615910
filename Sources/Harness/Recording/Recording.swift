package import Engine
import Harness
import ScenarioLanguage

/// Turns what clients did into a scenario that passes.
///
/// Whoever recorded a conversation gives its actions, from a journal or from the network. The result has the same users,
/// the same frames at the same distances of time, and expects what the simulator answers. It has been run, and it passed.
///
/// What differs from the conversation: everyone is connected and logged in when the scenario begins, numbers such as `seq` begin
/// at 1, and passwords, tokens and frames that carry them are not in it.
package struct Recording: Sendable {
  /// The scenario's text in the canonical layout.
  package let text: String
  /// What could not be said, each with a comment at its place in the text.
  package let leftOut: [String]
  /// What each session of the scenario receives, without what its log-ins answer.
  let received: [String: [String]]
  /// The session that acts for a connection, and the guest that acted for it before a log-in.
  let sessions: [String: String]
  let guests: [String: String]

  /// Why there is no scenario.
  package enum Failure: Error, Hashable, Sendable {
    /// Nobody did anything that a scenario could say.
    case nothingRecorded
    /// There is more than one scenario can hold.
    case tooLong(actions: Int, most: Int)
    /// The conversation cannot be set up again.
    case setUp(String)
    /// The scenario that came out is not right, which is a fault of Verbatim.
    case notRepeatable(String)

    /// What is wrong and what helps, in one sentence.
    package var message: String {
      switch self {
      case .nothingRecorded: "no client sends anything in this part, so there is nothing to record"
      case .tooLong(let actions, let most):
        "the stretch has \(actions) actions, and a scenario holds \(most); choose a shorter one"
      case .setUp(let why): "the users of this part cannot be set up in a scenario: \(why)"
      case .notRepeatable(let why): "the recording does not pass, which is a fault of Verbatim: \(why)"
      }
    }
  }

  /// The most actions of one recording; what they lead to must fit into a scenario too.
  package static let actions = 20_000

  /// Makes a scenario of actions, in the order in which they happened.
  ///
  /// - Parameters:
  ///   - actions: What happened; times that go backwards count as no time.
  ///   - title: The scenario's title.
  ///   - limits: The limits of the server that was recorded.
  ///   - comments: Lines to put below the header, without `#`.
  ///   - path: The path that errors name.
  ///   - secrets: What may not be written down beside the secrets of the frames themselves.
  package static func scenario(
    of actions: [RecordedAction], title: String, limits: Limits = Limits(), comments: [String] = [],
    path: String = "recording.chat", secrets: [String] = []
  ) throws(Failure) -> Recording {
    guard actions.count <= Self.actions else {
      throw .tooLong(actions: actions.count, most: Self.actions)
    }
    var limits = limits
    // The simulator's own passwords must fit, and no other ones occur.
    limits[.passwordBytes] = Limits()[.passwordBytes]
    limits[.passwordBytesAtLeast] = Limits()[.passwordBytesAtLeast]
    let cast = RecordedCast(actions, limits: limits, secrets: secrets)
    guard !(cast.users + cast.guests).isEmpty else { throw .nothingRecorded }
    var stage: RecordingStage
    do throws(Simulator.Failure) {
      stage = try RecordingStage(users: cast.users, guests: cast.guests, limits: limits)
    } catch {
      throw .setUp(error.message)
    }
    for move in cast.moves { stage.play(move) }
    stage.finish()
    let header = header(title: title, cast, limits, shows: stage.types)
    let body = comments.map { "# \($0)" } + (comments.isEmpty ? [] : [""]) + stage.lines
    let text = (header + [""] + body).joined(separator: "\n") + "\n"
    return Recording(
      text: try proven(text, path: path), leftOut: stage.leftOut, received: stage.received,
      sessions: cast.sessionNames, guests: cast.guestNames)
  }

  private static func header(
    title: String, _ cast: RecordedCast, _ limits: Limits, shows types: Set<String>
  ) -> [String] {
    let visible = String(String.UnicodeScalarView(title.unicodeScalars.filter(SessionNameRules.isVisible)))
    var lines = ["title: \(visible.isEmpty ? "A recording" : visible)"]
    lines.append("covers: " + RecordedExpectation.clauses(shownBy: types).joined(separator: " "))
    lines.append("tags: recorded")
    if !cast.users.isEmpty { lines.append("users: " + cast.users.joined(separator: " ")) }
    if !cast.guests.isEmpty { lines.append("guests: " + cast.guests.joined(separator: " ")) }
    let changed = Limit.allCases.filter { limits[$0] != $0.definition.usual }
    if !changed.isEmpty {
      lines.append(
        "limits: " + changed.map { "\($0.name)=\(limits[$0])" }.joined(separator: " "))
    }
    if cast.isInterrupted { lines.append("needs: uninterrupted") }
    return lines
  }

  /// The text in the canonical layout, once it has been seen to pass and to be free of doubts.
  private static func proven(_ text: String, path: String) throws(Failure) -> String {
    let formatted: String
    switch ScenarioFormatter.format(SourceFile(path: path, text: text)) {
    case .success(let text): formatted = text
    case .failure(let failure): throw .notRepeatable(Diagnostic.text(failure.diagnostics))
    }
    let file = SourceFile(path: path, text: formatted)
    let read = { (other: String) throws(SourceLoadError) -> SourceFile in
      guard other == path else { throw SourceLoadError(reason: "a recording includes nothing") }
      return file
    }
    let findings = Linter.lint(file, vocabulary: .chat, load: read).diagnostics
    // What was said is meant, also where it looks like a slip of who writes scenarios.
    let meant = [DiagnosticCode.commentSent, .blankSent].filter { rule in
      findings.contains { $0.code == rule }
    }
    if !meant.isEmpty {
      let rules = meant.map(\.rawValue).joined(separator: " ")
      return try proven("\(HeaderKey.lintOff.rawValue): \(rules)\n" + text, path: path)
    }
    guard findings.isEmpty else { throw .notRepeatable(Diagnostic.text(findings)) }
    guard let loaded = try? ScenarioRunner.load(path, read: read) else {
      throw .notRepeatable("it cannot be read")
    }
    for scenario in loaded.scenarios {
      let result = ScenarioRunner().run(scenario, sources: loaded.sources)
      if case .failed(let failure) = result.verdict {
        throw .notRepeatable("\(failure.place.description): \(failure.message)")
      }
    }
    return formatted
  }
}

extension RecordedCast {
  /// Whether a server that is killed after each input would be noticed.
  fileprivate var isInterrupted: Bool {
    !guests.isEmpty
      || moves.contains { timed in
        switch timed.move {
        case .send(_, let frame): frame.text.contains("logout")
        case .cut, .close, .comeBack, .takePlace, .restart: true
        case .section, .comment: false
        }
      }
  }
}

extension Diagnostic {
  fileprivate static func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.prefix(3).map { "\($0.span.description): \($0.message)" }.joined(separator: "; ")
  }
}
