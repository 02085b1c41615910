import Engine
import ScenarioLanguage
import Wire

/// Writes the transcript of a run while it happens. The scenario tells it what it does, the stage what arrives.
///
/// It is a class, since both write to the same one. A stage without one writes nothing down, and loses no time with it.
final class TranscriptLog {
  private(set) var transcript = Transcript()
  /// The place of what everything that happens now follows from.
  var cause: Int?

  /// Someone comes, as a line of the header says.
  func arrive(_ name: String, isBot: Bool, at now: Instant, line: SourceSpan?) {
    cause = transcript.append(.init(at: now, kind: .arrived(name, isBot: isBot), span: line))
  }

  /// A section of the scenario begins; nothing follows from that.
  func begin(section title: String, at now: Instant, line: SourceSpan) {
    transcript.script(transcript.append(.init(at: now, kind: .section(title), span: line)))
  }

  /// The scenario does something, and what happens next follows from it.
  func perform(_ kind: Transcript.Entry.Kind, at now: Instant, line: SourceSpan) {
    let place = transcript.append(.init(at: now, kind: kind, span: line))
    transcript.script(place)
    cause = place
  }

  /// An event reaches a client; returns its place.
  func receive(_ frame: Received, by name: String, at now: Instant) -> Int {
    let cause = preparation(of: frame, to: name) ?? cause
    return transcript.append(.init(at: now, kind: .received(by: name, frame.withoutSecrets), cause: cause))
  }

  /// A bot sends a frame because of what is at a place; returns the frame's place.
  func send(_ bytes: [UInt8], from bot: String, because place: Int?, at now: Instant) -> Int {
    let text = Transcript.Sent.json(String(decoding: bytes, as: UTF8.self))
    return transcript.append(.init(at: now, kind: .sent(by: bot, text), cause: place))
  }

  /// A line of the scenario reads the event at a place.
  func read(_ place: Int, line: SourceSpan) { transcript.script(place, at: line) }
}
