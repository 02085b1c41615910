import Engine
import Testing
import Wire

@Suite("The catalog of commands") struct CommandCatalogTests {
  private func decode(_ frame: JSON) -> DecodedFrame {
    var secrets = TestSecrets()
    return FrameDecoder(limits: Limits()).decode(frame.bytes, secrets: &secrets)
  }

  private func field(atFaultIn frame: JSON) -> String? {
    guard case .malformed(let refusal, _) = decode(frame), refusal.code == .badFrame else { return nil }
    return refusal.field
  }

  private func sample(_ index: Int) throws -> (frame: JSON, fields: [FrameCatalog.Field]) {
    let text = Samples.commands[index].frame
    let frame = try JSON.parse(Array(text.utf8), maximumBytes: 65_536, maximumDepth: 16)
    let entry = try #require(FrameCatalog.commands.first { .string($0.type) == frame["type"] })
    return (frame, entry.fields)
  }

  @Test func `the samples have every field of every command`() throws {
    var seen: Set<String> = []
    for index in Samples.commands.indices {
      let (frame, fields) = try sample(index)
      let type = try #require(frame["type"])
      for field in fields where frame[field.name] != nil {
        seen.insert("\(type) \(field.name)")
        for inner in field.kind.fields where frame[field.name]?[inner.name] != nil {
          seen.insert("\(type) \(field.name) \(inner.name)")
        }
      }
    }
    for entry in FrameCatalog.commands {
      for field in entry.fields {
        #expect(seen.contains("\(JSON.string(entry.type)) \(field.name)"))
        for inner in field.kind.fields {
          #expect(seen.contains("\(JSON.string(entry.type)) \(field.name) \(inner.name)"))
        }
      }
    }
  }

  @Test(arguments: Samples.commands.indices)
  func `a sample has only fields of the catalog, and all that are required`(index: Int) throws {
    let (frame, fields) = try sample(index)
    let names = ["type"] + fields.map(\.name)
    #expect(frame.members.allSatisfy { names.contains($0.name) })
    for field in fields where field.need == .required { #expect(frame[field.name] != nil) }
  }

  @Test(arguments: Samples.commands.indices)
  func `a required field that is missing or null is named`(index: Int) throws {
    let (frame, fields) = try sample(index)
    for field in [FrameCatalog.commandFields[0]] + fields {
      if field.need == .required {
        #expect(self.field(atFaultIn: frame.without(field.name)) == field.name)
        #expect(self.field(atFaultIn: frame.replacing(field.name, by: .null)) == field.name)
      }
      guard let object = frame[field.name] else { continue }
      for inner in field.kind.fields where inner.need == .required {
        let changed = frame.replacing(field.name, by: object.without(inner.name))
        #expect(self.field(atFaultIn: changed) == "\(field.name).\(inner.name)")
      }
    }
  }

  @Test(arguments: Samples.commands.indices)
  func `an optional field may be absent or null`(index: Int) throws {
    let (frame, fields) = try sample(index)
    for field in FrameCatalog.commandFields + fields where field.need == .optional {
      let absent = decode(frame.without(field.name))
      guard case .command = absent else {
        Issue.record("\(field.name) is not optional: \(absent)")
        continue
      }
      #expect(decode(frame.without(field.name).adding(field.name, .null)) == absent)
    }
  }

  @Test(arguments: Samples.commands.indices)
  func `a field of the wrong kind is named`(index: Int) throws {
    let (frame, fields) = try sample(index)
    for field in FrameCatalog.commandFields + fields {
      // Where an alternative field is chosen, only the one that is there can be at fault.
      guard field.need == .required || field.need == .optional || frame[field.name] != nil else { continue }
      let allowed = frame["in"] == .string("users") ? ["room", "from", "mentions"] : []
      guard !allowed.contains(field.name) || frame[field.name] != nil else { continue }
      for value in field.kind.wrongValues {
        let changed = frame.without(field.name).adding(field.name, value)
        #expect(self.field(atFaultIn: changed) == field.name, "\(field.name): \(value)")
      }
      guard let object = frame[field.name] else { continue }
      for inner in field.kind.fields {
        for value in inner.kind.wrongValues {
          let changed = frame.replacing(field.name, by: object.replacing(inner.name, by: value))
          #expect(self.field(atFaultIn: changed) == "\(field.name).\(inner.name)", "\(inner.name): \(value)")
        }
      }
    }
  }

  @Test func `names are not used twice and every meaning is a sentence`() {
    for entries in [FrameCatalog.commands, FrameCatalog.events] {
      #expect(Set(entries.map(\.type)).count == entries.count)
      for entry in entries {
        let sentences =
          [entry.meaning] + entry.fields.map(\.meaning) + entry.fields.flatMap(\.kind.fields).map(\.meaning)
        #expect(sentences.allSatisfy { $0.hasSuffix(".") && $0.first?.isUppercase == true })
        #expect(Set(entry.fields.map(\.name)).count == entry.fields.count)
      }
    }
  }
}

extension FrameCatalog.Kind {
  /// Values that a field of this kind must not have.
  fileprivate var wrongValues: [JSON] {
    let all: [JSON] = [.bool(true), .integer(7), .number(1.5), .string("7"), .array([]), .object([])]
    switch self {
    case .text, .secret, .word, .time: return all.filter { if case .string = $0 { false } else { true } }
    case .integer(let least, let most):
      return all.filter { if case .integer = $0 { false } else { true } }
        + [.integer(Int64(least) - 1), .integer(Int64(most) + 1), .number(1e30)]
    case .truth, .flag: return all.filter { if case .bool = $0 { false } else { true } }
    case .list: return all.filter { if case .array = $0 { false } else { true } }
    case .object: return all.filter { if case .object = $0 { false } else { true } }
    }
  }
}
