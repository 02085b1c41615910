import ScenarioLanguage

extension ScenarioFailure {
  /// How many links of a chain are shown: its beginning and its end say the most.
  private static let (firstShown, lastShown) = (4, 6)

  /// Tells what led to the event at a place of the transcript. The event itself is told as what came.
  mutating func explain(_ place: Int, in transcript: Transcript) {
    entry = place
    explain(transcript.chain(to: place).dropLast())
  }

  /// Tells what was done last, and what came of it.
  mutating func explainSilence(in transcript: Transcript) {
    entry = transcript.scripted.last { transcript.entries[$0].isDeed }
    explain(transcript.lastDoing)
  }

  private mutating func explain(_ entries: some Sequence<Transcript.Entry>) {
    var lines: [CauseLine] = []
    for entry in entries {
      // What several received alike, one after the other, is one line.
      if lines.isEmpty || !lines[lines.count - 1].add(entry) { lines.append(CauseLine(entry)) }
    }
    causes = CauseLine.folded(lines).map { $0.cause }
    let omitted = causes.count - Self.firstShown - Self.lastShown
    if omitted > 1 {
      let note = Cause(place: nil, .text("… and \(omitted) more, and then"))
      causes.replaceSubrange(Self.firstShown..<(Self.firstShown + omitted), with: [note])
    }
  }
}
