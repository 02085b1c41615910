import Bots
import Engine
import ProtocolRegistry
package import ScenarioLanguage
import Wire

extension Vocabulary {
  /// The words of this server: its events and their fields, its clauses, bots and limits.
  package static let chat = Vocabulary(
    events: FrameCatalog.events.map(event) + [Event("closed", fields: [Field("code", kind: .integer)])],
    commonFields: FrameCatalog.eventFields.map(\.name).filter { $0 != "type" },
    clauses: Clause.all.map(\.id), bots: ExampleBots.names, limits: Limit.allCases.map(\.name))

  private static func event(_ frame: FrameCatalog.Frame) -> Event {
    let own = Set(frame.fields.map(\.name))
    let tutorial = FrameCatalog.tutorialChat.first { $0.type == frame.type }?.fields ?? []
    let others = tutorial.filter { !own.contains($0.name) }
    return Event(
      frame.type,
      fields: frame.fields.map { Field($0.name, values: $0.kind.choices, kind: $0.kind.held) }
        + others.map { Field($0.name, values: $0.kind.choices) })
  }
}

extension FrameCatalog.Kind {
  /// All that it can be, where that is a few words.
  fileprivate var choices: [String]? {
    if case .word(let words) = self { words } else { nil }
  }

  /// Which JSON it is for expectations.
  fileprivate var held: FieldKind {
    switch self {
    case .text, .secret, .word: .text
    case .time: .time
    case .integer: .integer
    case .truth, .flag: .truth
    case .object: .object
    case .list: .list
    }
  }
}
