import Engine
import ScenarioLanguage
import Wire

/// Names that nobody else on the server has, in the place of those that a scenario has.
///
/// A server that cannot be reset knows users and rooms of earlier scenarios, and of those that are played at the same time. So each
/// name of a scenario gets an ending on its way to the server, which is the same for all of them, and which is taken away from what the
/// server says. What the server lists of other scenarios is taken out of its lists.
struct FreshNames {
  private let ending: [UInt8]
  private let names: Set<String>

  /// - Parameter serial: A word of letters and digits that no other scenario on the server gets.
  init(for scenario: Scenario, serial: String) {
    ending = Array("-\(serial)".utf8)
    // Nobody can be called `server`, and no scenario's user is: it is a name that has to be refused.
    names = Set(scenario.names.map(Self.folded)).subtracting(["server"])
  }

  /// The name on the server.
  func fresh(_ name: String) -> String {
    names.contains(Self.folded(name)) ? name + String(decoding: ending, as: UTF8.self) : name
  }

  /// A frame as it goes to the server: each word in it that is a name gets the ending, but where it is a field's own name.
  func outgoing(_ frame: [UInt8]) -> [UInt8] {
    guard let text = String(validating: frame, as: UTF8.self) else { return frame }
    var result: [UInt8] = []
    var rest = text[...]
    while !rest.isEmpty {
      let word = rest.prefix { !Self.endsWord($0) }
      result += word.utf8
      rest = rest[word.endIndex...]
      if names.contains(Self.folded(String(word))), !rest.isAfterFieldName { result += ending }
      if let separator = rest.popFirst() { result += separator.utf8 }
    }
    return result
  }

  /// A frame as the scenario sees it.
  func incoming(_ frame: [UInt8]) -> [UInt8] {
    ownEntries(of: frame).replacing(ending, with: [])
  }

  /// The frame without what it lists of others: what is found, and the rooms that there are.
  private func ownEntries(of frame: [UInt8]) -> [UInt8] {
    guard
      [#""results""#, #""rooms""#].contains(where: { frame.contains($0.utf8) }),
      let json = try? JSON.parse(frame),
      case .object(var members) = json
    else { return frame }
    for (index, member) in members.enumerated() where ["results", "rooms"].contains(member.name) {
      guard case .array(let entries) = member.value else { continue }
      members[index] = .init(member.name, .array(entries.filter(isOwn)))
    }
    return JSON.object(members).bytes
  }

  /// Whether an entry of a list is about somebody or a room of this scenario.
  private func isOwn(_ entry: JSON) -> Bool {
    let name = ["room", "with", "user"].lazy.compactMap { entry[$0]?.asText }.first
    return name?.utf8.contains(ending) ?? true
  }

  /// Names that differ by case are one name, and so are those that differ by normalisation, which Swift's strings do not tell apart.
  private static func folded(_ name: String) -> String { name.lowercased() }

  private static func endsWord(_ character: Character) -> Bool {
    character.isWhitespace || #""',:;/\()[]{}!?@"#.contains(character)
  }
}

extension Substring {
  /// Whether what comes after a word shows that it was the name of a field.
  fileprivate var isAfterFieldName: Bool {
    guard first == "\"" else { return false }
    return dropFirst().first { !$0.isWhitespace } == ":"
  }
}

extension Dialect {
  /// The same with the room's name on the server.
  func renamed(_ names: FreshNames) -> Dialect {
    switch self {
    case .verbatim: self
    case .tutorialChat(let room): .tutorialChat(room: names.fresh(room))
    case .tutorialNotification(let room): .tutorialNotification(room: names.fresh(room))
    }
  }
}
