import Engine
import Testing
import Wire

@Suite("The catalog of events") struct EventCatalogTests {
  private static let frames: [JSON] = {
    let encoder = FrameEncoder(configuration: Configuration())
    let events = [Event.hello(now: .virtualStart)] + Samples.events.map(\.event)
    return events.compactMap {
      try? JSON.parse(
        encoder.encode($0, re: "7", reveal: Samples.reveal), maximumBytes: 65_536, maximumDepth: 16)
    }
  }()

  @Test func `every event has a sample`() {
    #expect(Self.frames.count == Samples.events.count + 1)
    for type in EventType.allCases {
      #expect(Self.frames.contains { $0["type"] == .string(type.rawValue) }, "\(type)")
    }
  }

  @Test(arguments: frames)
  func `a frame has the fields of the catalog, in its order`(frame: JSON) throws {
    let entry = try #require(FrameCatalog.events.first { .string($0.type) == frame["type"] })
    check(frame, FrameCatalog.eventFields + entry.fields, place: entry.type)
  }

  private func check(_ object: JSON, _ fields: [FrameCatalog.Field], place: String) {
    let present = fields.filter { object[$0.name] != nil }
    #expect(object.members.map(\.name) == present.map(\.name), "\(place)")
    for field in fields {
      guard let value = object[field.name] else {
        #expect(field.need != .required, "\(place).\(field.name)")
        continue
      }
      check(value, field.kind, place: "\(place).\(field.name)")
    }
  }

  private func check(_ value: JSON, _ kind: FrameCatalog.Kind, place: String) {
    switch (kind, value) {
    case (.text, .string), (.secret, .string), (.truth, .bool), (.flag, .bool(true)): break
    case (.time, .string(let text)): #expect(text.utf8.count == 24 && text.hasSuffix("Z"), "\(place)")
    case (.word(let words), .string(let text)): #expect(words.contains(text), "\(place)")
    case (.integer(let least, let most), .integer(let integer)):
      #expect(integer >= least && integer <= most, "\(place)")
    case (.object([]), .object): break
    case (.object(let fields), .object): check(value, fields, place: place)
    case (.list(let element), .array(let values)): for value in values { check(value, element, place: place) }
    default: Issue.record("\(place) is \(value)")
    }
  }

  @Test func `every field of the catalog occurs in some frame`() {
    for entry in FrameCatalog.events {
      let frames = Self.frames.filter { $0["type"] == .string(entry.type) }
      for field in entry.fields {
        let values = frames.compactMap { $0[field.name] }
        #expect(!values.isEmpty, "\(entry.type).\(field.name)")
        let elements = values.flatMap { value in
          if case .array(let elements) = value { elements } else { [value] }
        }
        for inner in field.kind.fields {
          #expect(elements.contains { $0[inner.name] != nil }, "\(entry.type).\(field.name).\(inner.name)")
        }
      }
    }
  }
}
