import Harness
import ScenarioLanguage
import Wire

extension Scenario {
  /// The profiles whose commands and faults the scenario uses, whatever it shows.
  var profiles: Set<Profile> {
    var profiles: Set<Profile> = [.core]
    if !header.bots.isEmpty { profiles.insert(.bots) }
    if !header.limits.isEmpty { profiles.insert(.limits) }
    if header.connect.contains(where: { Dialect($0.value)?.room != nil }) { profiles.insert(.tutorials) }
    for step in steps {
      switch step.kind {
      case .send(_, .line(let line)): profiles.insert(Profile(ofLine: line.leadingText))
      case .send(_, .json(let frame)): profiles.formUnion(Profile.profiles(ofFrame: frame.leadingText))
      case .fault(let fault, let names):
        switch fault {
        case .return, .crash: profiles.insert(.resume)
        case .restart: if names.isEmpty { profiles.insert(.resume) }
        case .cut, .close, .stall, .flow, .replay: continue
        }
      case .send(_, .bytes), .section, .expect, .block, .advance, .until: continue
      }
    }
    return profiles
  }
}

extension Template {
  /// The text up to the first name in it, where the command is.
  fileprivate var leadingText: String {
    if case .text(let text)? = segments.first { text } else { "" }
  }
}

extension Profile {
  /// The profile of what a person types.
  fileprivate init(ofLine line: String) {
    let word = line.prefix { $0 != " " }
    switch word {
    case "/pm": self = .private
    case "/history": self = .history
    case "/search": self = .search
    case "/edit": self = .editing
    case "/reply": self = .threads
    case "/kick", "/mute", "/unmute", "/ban", "/unban", "/topic", "/delete", "/mod", "/unmod", "/owner",
      "/invite",
      "/uninvite", "/room":
      self = .moderation
    case _: self = .core
    }
  }

  /// The profiles of a frame's command, of a `join` that also reads, and of messages with more than a text.
  fileprivate static func profiles(ofFrame text: String) -> Set<Profile> {
    guard let match = text.firstMatch(of: /"type"\s*:\s*"([a-z_]+)"/),
      let command = CommandDefinition.named(String(match.output.1))
    else { return [] }
    if command.name == CommandDefinition.join.name, text.contains(#""after""#) { return [.core, .history] }
    if command.name == CommandDefinition.logIn.name, text.contains(#""resume""#) { return [.core, .resume] }
    let usesThreads = [#""reply_to":"#, #""data":"#, #""mentions":"#].contains { text.contains($0) }
    return usesThreads ? [command.profile, .threads] : [command.profile]
  }
}
