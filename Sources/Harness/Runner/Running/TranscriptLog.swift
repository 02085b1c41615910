package import Engine
import ScenarioLanguage
import Wire

/// Writes the transcript of a run while it happens. The scenario tells it what it does, the stage what arrives.
///
/// It is a class, since both write to the same one. A stage without one writes nothing down, and loses no time with it.
package final class TranscriptLog {
  package private(set) var transcript = Transcript()
  /// The place of what everything that happens now follows from.
  package var cause: Int?
  /// Whether everything that arrives surely follows from `cause`. Where it may as well follow from something else that the same
  /// line of the scenario led to, that line is its cause, and only an answer follows from the frame that it answers.
  package var isExact = true
  /// The place of what the scenario did last.
  package private(set) var line: Int?
  /// The bots that have come.
  private(set) var bots: Set<String> = []
  /// What the stage knows that no report may show, although it is in no entry.
  private(set) var secrets: [KnownSecret] = []
  /// Writes down what bots that are programs of their own have done meanwhile.
  package var catchUp: (() -> Void)?

  /// Keeps a token, or the name of a session, out of all reports.
  package func hide(_ secret: String?, as kind: String) {
    if let secret { secrets.append(KnownSecret(secret, .numbered(kind))) }
  }

  /// Keeps out of all reports what another run of the same scenario has met.
  func hide(seenIn other: TranscriptLog) {
    var masks = Masks()
    var transcript = other.transcript
    transcript.pass(through: &masks)
    secrets += other.secrets + masks.secrets
  }

  /// Someone comes, as a line of the header says.
  func arrive(_ name: String, isBot: Bool, at now: Instant, line: SourceSpan?) {
    if isBot { bots.insert(name) }
    begin(transcript.append(.init(at: now, kind: .arrived(name, isBot: isBot), span: line)))
  }

  /// A section of the scenario begins; nothing follows from that.
  func begin(section title: String, at now: Instant, line: SourceSpan) {
    transcript.script(transcript.append(.init(at: now, kind: .section(title), span: line)))
  }

  /// The scenario does something, and what happens next follows from it.
  func perform(_ kind: Transcript.Entry.Kind, at now: Instant, line: SourceSpan) {
    catchUp?()
    let place = transcript.append(.init(at: now, kind: kind, span: line))
    transcript.script(place)
    begin(place)
  }

  private func begin(_ place: Int) { (line, cause) = (place, place) }

  /// An event reaches a client; returns its place.
  func receive(_ frame: Received, by name: String, at now: Instant) -> Int {
    catchUp?()
    return note(frame, by: name, at: now)
  }

  /// Writes an event down; returns its place.
  package func note(_ frame: Received, by name: String, at now: Instant) -> Int {
    let cause = preparation(of: frame, to: name) ?? (isExact ? cause : evidence(of: frame, to: name) ?? line)
    return transcript.append(.init(at: now, kind: .received(by: name, frame.json), cause: cause))
  }

  /// A bot sends a frame because of what is at a place; returns the frame's place.
  package func send(_ bytes: [UInt8], from bot: String, because place: Int?, at now: Instant) -> Int {
    let text = Transcript.Sent.json(String(decoding: bytes, as: UTF8.self))
    return transcript.append(.init(at: now, kind: .sent(by: bot, text), cause: place))
  }

  /// What an event itself says of what led to it.
  private func evidence(of frame: Received, to name: String) -> Int? {
    if let id = frame.re { return command(of: name) { $0.text("id") == id } }
    // What a bot says follows from the newest frame in which it said that.
    let event = frame.fields
    guard let bot = event.user, bots.contains(bot), let message = event.message else { return nil }
    return command(of: bot) { $0.message == message }
  }

  /// The newest command of a client that was sent as JSON and is like this.
  private func command(of name: String, where isMeant: (ServerFrame) -> Bool) -> Int? {
    transcript.entries.lastIndex { entry in
      guard case .sent(name, let sent) = entry.kind, let command = sent.frame else { return false }
      return isMeant(command)
    }
  }

  /// A line of the scenario reads the event at a place.
  func read(_ place: Int, line: SourceSpan) { transcript.script(place, at: line) }
}
