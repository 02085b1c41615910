import Bots
import Engine
import ProtocolRegistry
package import ScenarioLanguage
import Wire

extension Vocabulary {
  /// The words of this server: its events and their fields, its clauses, bots and limits.
  package static let chat = Vocabulary(
    events: FrameCatalog.events.map(event) + [Event("closed", fields: [Field("code")])],
    commonFields: FrameCatalog.eventFields.map(\.name).filter { $0 != "type" },
    clauses: Clause.all.map(\.id), bots: ExampleBots.names, limits: Limit.allCases.map(\.name))

  private static func event(_ frame: FrameCatalog.Frame) -> Event {
    let tutorial = FrameCatalog.tutorialChat.first { $0.type == frame.type }?.fields ?? []
    let own = Set(frame.fields.map(\.name))
    return Event(frame.type, fields: (frame.fields + tutorial.filter { !own.contains($0.name) }).map(field))
  }

  private static func field(_ field: FrameCatalog.Field) -> Field {
    switch field.kind {
    case .word(let words): Field(field.name, values: words)
    case .text, .secret, .time, .integer, .truth, .flag, .object, .list: Field(field.name)
    }
  }
}
