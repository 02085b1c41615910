import Engine
import Testing
import Wire

/// Frames that the catalog makes and nobody would think of. The schemas are judged by them too, where frames are logged.
@Suite("Every field") struct EveryFieldTests {
  @Test(arguments: FrameCatalog.commands)
  func `whatever the fields of a command hold, it is answered once`(command: FrameCatalog.Frame) throws {
    var limits = Limits()
    limits[.badFrames] = 1_000_000
    let chat = try Chat(limits: limits)
    let client = try chat.guest()
    for (number, members) in Self.frames(of: command).enumerated() {
      let id = JSON.string("\(number)")
      let frame = JSON.object([.init("type", .string(command.type)), .init("id", id)] + members)
      try client.sends(frame.text)
      let replies = (client.getsAll() + [client.ready ?? .null]).count { $0["re"] == id }
      #expect(replies == 1, "\(frame.text)")
      #expect(client.isOpen)
    }
  }

  /// The required fields with up to two others, and each of these fields once with every value.
  private static func frames(of command: FrameCatalog.Frame) -> [[JSON.Member]] {
    let fields = command.fields
    let required = fields.filter { $0.need == .required }
    let others = fields.filter { $0.need != .required }
    var choices: [[FrameCatalog.Field]] = [[]] + others.map { [$0] }
    for (index, one) in others.enumerated() {
      choices += others[(index + 1)...].map { [one, $0] }
    }
    return choices.flatMap { choice -> [[JSON.Member]] in
      let good = (required + choice).map { JSON.Member($0.name, value(of: $0.kind)) }
      let changed = good.indices.flatMap { index in
        values.map { value in
          var members = good
          members[index].value = value
          return members
        }
      }
      let absent = good.indices.map { index in Array(good[..<index] + good[(index + 1)...]) }
      return [good] + changed + absent
    }
  }

  private static let values: [JSON] = [
    .null, .bool(true), .bool(false), .integer(-1), .integer(0), .integer(1),
    .integer(Int64(FrameCatalog.largestInteger)), .integer(Int64(FrameCatalog.largestInteger) + 1),
    .number(1.5), .string(""), .string("users"), .string("owner"), .array([]), .object([]),
    .object([.init("session", .string("x"))]),
    .object([.init("session", .null), .init("received", .integer(0))]),
    .object([.init("session", .string("x")), .init("received", .integer(-1))]),
  ]

  private static func value(of kind: FrameCatalog.Kind) -> JSON {
    switch kind {
    case .text: .string("lobby")
    case .secret: .string("open sesame")
    case .word(let words): .string(words[0])
    case .time: .string("2026-01-01T00:00:00.000Z")
    case .integer(let least, _): .integer(Int64(least))
    case .truth, .flag: .bool(true)
    case .object(let fields): .object(fields.map { .init($0.name, value(of: $0.kind)) })
    case .list(let element): .array([value(of: element)])
    }
  }
}
