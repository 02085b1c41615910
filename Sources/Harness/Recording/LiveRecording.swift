/// A recording of what clients did on the network, and how it differs from what they saw.
package struct LiveRecording: Sendable {
  package let recording: Recording
  /// Where the scenario gives a session something else than the server did, in whole sentences.
  package let differences: [String]

  /// Makes a scenario of live actions; each difference is a comment in it.
  package init(of live: LiveActions, title: String, path: String) throws(Recording.Failure) {
    func recording(_ comments: [String]) throws(Recording.Failure) -> Recording {
      try Recording.scenario(
        of: live.actions, title: title, limits: live.limits, comments: comments, path: path,
        secrets: live.secrets)
    }
    let first = try recording([])
    differences = Self.differences(between: live, and: first)
    self.recording = differences.isEmpty ? first : try recording(differences)
  }

  private static func differences(between live: LiveActions, and recording: Recording) -> [String] {
    var names: [String] = []
    var seen: [String: [String]] = [:]
    for heard in live.heard {
      let name = heard.isGuest ? recording.guests[heard.connection] : recording.sessions[heard.connection]
      guard let name else { continue }
      if seen[name] == nil { names.append(name) }
      seen[name, default: []] += heard.texts
    }
    let sentences: [String] = names.compactMap { name in
      let (live, here) = (seen[name] ?? [], recording.received[name] ?? [])
      let same = zip(live, here).prefix { $0.0.utf8.elementsEqual($0.1.utf8) }.count
      guard same < max(live.count, here.count) else { return nil }
      func shown(_ texts: [String]) -> String {
        same < texts.count ? String(texts[same].prefix(200)) : "nothing more"
      }
      return
        "\(name) saw something else from frame \(same + 1) on: live \(shown(live)), and here \(shown(here))."
    }
    let secrets = live.secrets.filter { $0.utf8.count >= 4 }
    return sentences.map { sentence in
      secrets.contains { sentence.contains($0) } ? "Somebody saw something else where a secret is." : sentence
    }
  }
}
