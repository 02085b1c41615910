import Bots
import Engine
package import ScenarioLanguage
import Wire

extension Vocabulary {
  /// The words of this server: its events and their fields, its clauses, bots and limits.
  package static let chat = Vocabulary(
    events: FrameCatalog.events.map(event) + [Event("closed", fields: [Field("code")])],
    commonFields: FrameCatalog.eventFields.map(\.name).filter { $0 != "type" },
    clauses: Clause.all.map(\.id), bots: ExampleBots.names, limits: Limits.all.map(\.name))

  private static func event(_ frame: FrameCatalog.Frame) -> Event {
    let tutorials = FrameCatalog.tutorialFields.filter { $0.event.rawValue == frame.type }.flatMap(\.fields)
    return Event(frame.type, fields: (frame.fields + tutorials).map(field))
  }

  private static func field(_ field: FrameCatalog.Field) -> Field {
    switch field.kind {
    case .word(let words): Field(field.name, values: words)
    case .text, .time, .integer, .truth, .object, .list: Field(field.name)
    }
  }
}
