import Engine
import Host
import Store
import Wire

import class Host.Host

/// The frames that take a server the longest: each text field of each command, and of the tutorials' frames, with each of
/// the worst texts in it.
enum WorstFrames {
  /// One frame, and who sends it.
  struct Frame {
    let field: String
    let dialect: Dialect
    let bytes: [UInt8]
  }

  /// The longest turn of each command, and of all.
  static func measure(_ size: BenchmarkSize) throws -> [Measurement] {
    let repeats = size == .full ? 3 : 1
    var longest: [(name: String, seconds: Double)] = []
    for (command, frames) in commands() + [("lines", lines()), ("tutorials", tutorials())] {
      var worst = (field: "", seconds: 0.0)
      for frame in frames {
        // The least of some runs: what else the machine did is no work of the frame's.
        let seconds = try (0..<repeats).map { _ in try turn(with: frame) }.min() ?? 0
        if seconds > worst.seconds { worst = (frame.field, seconds) }
      }
      longest.append((name: "\(command).\(worst.field)", seconds: worst.seconds))
    }
    let all = longest.max { $0.seconds < $1.seconds }
    return longest.map {
      Measurement(name: "strangers/frame/\($0.name)", value: $0.seconds * 1000, unit: "ms")
    } + [
      Measurement(
        name: "strangers/longest_frame", value: (all?.seconds ?? 0) * 1000, unit: "ms", goal: .atMost(5))
    ]
  }

  /// How long a turn takes in which a user who is in a room sends a frame, to a server with another one.
  private static func turn(with frame: Frame) throws -> Double {
    let now = Instant.virtualStart
    let host = try Host(
      store: try Store(.memory), configuration: Configuration(), credentials: .simulated,
      snapshotInterval: .max, at: now)
    func ask(_ text: String, _ connection: ConnectionID) throws {
      try host.receive(Array(text.utf8), from: connection, at: now)
    }
    for name in ["bob", "alice"] {
      let connection = try host.connect(at: now)
      try ask(#"{"type":"register","user":"\#(name)","password":"a password"}"#, connection)
      try ask(#"{"type":"join","room":"lobby"}"#, connection)
    }
    var sender = host.engine.lastConnection
    if frame.dialect != .verbatim { sender = try host.connect(Opening(dialect: frame.dialect), at: now) }
    if frame.field == "register" || frame.field == "login" { sender = try host.connect(at: now) }
    _ = try host.commit()
    return try Timing.of {
      try host.receive(frame.bytes, from: sender, at: now)
      _ = try host.commit()
    }.seconds
  }

  // MARK: - The frames

  private static func commands() -> [(String, [Frame])] {
    FrameCatalog.commands.map { command in
      let fields = FrameCatalog.commandFields + command.fields
      return (command.type, fields.flatMap { frames(of: command, worst: $0) } + odd(command.type))
    }
  }

  private static func frames(of command: FrameCatalog.Frame, worst field: FrameCatalog.Field) -> [Frame] {
    guard field.kind.isText else { return [] }
    var needed: Set<String> = [field.name]
    for case .together(let names) in command.rules where names.contains(field.name) {
      needed.formUnion(names)
    }
    return WorstText.allCases.map { text in
      var members = field.name == "type" ? [] : [#""type":"\#(command.type)""#]
      for other in command.fields where other.need == .required || needed.contains(other.name) {
        if other.name != field.name { members.append(#""\#(other.name)":\#(other.plain)"#) }
      }
      members.append(#""\#(field.name)":"\#(text.text(bytes: 60_000))""#)
      return frame(field.name, members)
    }
  }

  /// Lines that begin as commands do.
  private static func lines() -> [Frame] {
    let starts = [
      "/join", "/leave", "/pm", "/who", "/search", "/history", "/kick", "/mute", "/topic", "/delete", "/room",
      "//", "/",
    ]
    return (starts + starts.map { $0 + " bob" } + starts.map { $0 + " bob 10m" }).flatMap { start in
      WorstText.allCases.map { text in
        frame("line", [#""type":"line""#, #""line":"\#(start) \#(text.text(bytes: 60_000))""#])
      }
    }
  }

  /// Frames that are odd in another way.
  private static func odd(_ type: String) -> [Frame] {
    let many = (0..<5000).map { #""m\#($0)":1"# }
    let marks = WorstText.marks.text(bytes: 30_000)
    let deep = String(repeating: "[", count: 15) + String(repeating: "]", count: 15)
    return [
      frame("members", [#""type":"\#(type)""#] + many),
      frame("names", [#""type":"\#(type)""#, #""\#(marks)":1"#, #""\#(marks)":2"#]),
      frame("escapes", [#""type":"\#(String(repeating: "\\u0301", count: 10_000))""#]),
      frame(
        "depth",
        [#""type":"\#(type)""#, #""d":[\#(Array(repeating: deep, count: 1800).joined(separator: ","))]"#]),
    ]
  }

  private static func tutorials() -> [Frame] {
    let dialects: [Dialect] = [.tutorialChat(room: "lobby"), .tutorialNotification(room: "lobby")]
    return dialects.flatMap { dialect in
      WorstText.allCases.flatMap { text in
        ["", "/pm bob ", "/pm", "/"].map { start in
          Frame(
            field: "message", dialect: dialect,
            bytes: Array(#"{"message":"\#(start)\#(text.text(bytes: 60_000))"}"#.utf8))
        }
      }
    }
  }

  private static func frame(_ field: String, _ members: [String]) -> Frame {
    Frame(field: field, dialect: .verbatim, bytes: Array("{\(members.joined(separator: ","))}".utf8))
  }
}

extension FrameCatalog.Kind {
  fileprivate var isText: Bool {
    switch self {
    case .text, .secret, .word, .time: true
    case .integer, .truth, .flag, .object, .list: false
    }
  }
}

extension FrameCatalog.Field {
  /// A value that is right, as JSON.
  fileprivate var plain: String {
    switch kind {
    case .text where name == "room": #""lobby""#
    case .text, .time: #""bob""#
    case .secret: #""a password""#
    case .word(let words): #""\#(words.first ?? "")""#
    case .integer(let least, _): String(least)
    case .truth, .flag: "true"
    case .object(let fields): "{\(fields.map { #""\#($0.name)":\#($0.plain)"# }.joined(separator: ","))}"
    case .list: "[]"
    }
  }
}
