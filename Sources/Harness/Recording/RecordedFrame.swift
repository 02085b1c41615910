import Engine
import Harness
import ScenarioLanguage
import Wire

/// A frame that a client sent, in the shortest form that a scenario has for it.
enum RecordedFrame: Hashable {
  /// A line as a person types it.
  case line(String)
  /// The text of a frame.
  case json(String)
  /// Bytes that are no JSON.
  case bytes([UInt8])

  /// Types of frames that carry secrets by their nature.
  private static let secretTypes = ["register", "login", "set_password"]
  /// Names of fields that hold secrets, in whichever frame.
  private static let secretFields = ["password", "old_password", "token", "session", "cookie", "secret"]

  /// The lines whose first word after the command is somebody's name.
  private static let linesThatNameSomebody = [
    "pm", "kick", "mute", "unmute", "ban", "unban", "mod", "unmod", "owner", "invite", "uninvite",
  ]

  /// The form of a frame, or nil where it has to do with a secret and may not be written down.
  ///
  /// - Parameter names: What people are called in the scenario who cannot keep their name.
  init?(_ bytes: [UInt8], names: [NameKey: String]) {
    guard let json = Self.parse(bytes) else {
      guard !Self.mayHoldSecret(bytes) else { return nil }
      self = .bytes(bytes)
      return
    }
    guard !Self.holdsSecret(json) else { return nil }
    let renamed = Self.renamed(json, names)
    if let line = Self.plainLine(renamed) {
      self = .line(line)
      return
    }
    let isUnchanged = renamed == json && bytes.allSatisfy { $0 >= 0x20 }
    self = .json(Self.visible(String(decoding: isUnchanged ? bytes : renamed.bytes, as: UTF8.self)))
  }

  /// Every secret in a frame: passwords, tokens and names of sessions.
  static func secrets(in bytes: [UInt8]) -> [String] {
    guard let json = parse(bytes) else { return [] }
    func all(_ json: JSON) -> [String] {
      guard case .object(let members) = json else { return [] }
      return members.flatMap { member -> [String] in
        guard secretFields.contains(member.name), case .string(let secret) = member.value else {
          return all(member.value)
        }
        return [secret]
      }
    }
    return all(json)
  }

  /// The `type` of a frame, where it has one.
  static func type(of bytes: [UInt8]) -> String? { parse(bytes)?["type"]?.asText }

  /// What stands in the scenario after the name, from the operator on.
  var text: String {
    switch self {
    case .line(let line): "> \(Self.doubledDollars(line))"
    case .json(let text): ">json \(Self.doubledDollars(text))"
    case .bytes(let bytes): ">bytes \"\(bytes.map(Self.literal).joined())\""
    }
  }

  /// The bytes that the scenario sends.
  var sent: [UInt8] {
    switch self {
    case .line(let line): JSON.frame("line", ("line", .string(line))).bytes
    case .json(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    }
  }

  // MARK: Reading

  private static func parse(_ bytes: [UInt8]) -> JSON? {
    // The scenario language is as strict with `>json` as this.
    try? JSON.parse(bytes, maximumBytes: ScenarioLimits.lineBytes / 8)
  }

  private static func holdsSecret(_ json: JSON) -> Bool {
    if case .string(let type)? = json["type"], secretTypes.contains(type) { return true }
    switch json {
    case .object(let members):
      return members.contains { secretFields.contains($0.name) || holdsSecret($0.value) }
    case .array(let elements): return elements.contains(where: holdsSecret)
    case .null, .bool, .integer, .number, .string: return false
    }
  }

  /// Whether bytes that are no JSON look as if they were meant to be a frame with a secret; escapes could hide one.
  private static func mayHoldSecret(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    return (secretTypes + secretFields + ["passw", "\\u"]).contains { text.contains($0) }
  }

  private static func plainLine(_ json: JSON) -> String? {
    guard case .object(let members) = json, members.count == 2, json["type"] == .string("line"),
      case .string(let line)? = json["line"], !line.isEmpty,
      line.unicodeScalars.allSatisfy({ SessionNameRules.isVisible($0) })
    else { return nil }
    return line
  }

  private static func renamed(_ json: JSON, _ names: [NameKey: String]) -> JSON {
    guard !names.isEmpty, case .object(let members) = json else { return json }
    return .object(
      members.map { member in
        guard case .string(let text) = member.value else { return member }
        switch member.name {
        case "to", "with", "from", "user":
          return .init(member.name, .string(names[NameKey(text)] ?? text))
        case "line" where linesThatNameSomebody.contains { text.lowercased().hasPrefix("/\($0) ") }:
          var words = text.split(separator: " ", maxSplits: 2).map(String.init)
          guard words.count > 1, let name = names[NameKey(words[1])] else { return member }
          words[1] = name
          return .init("line", .string(words.joined(separator: " ")))
        case _: return member
        }
      })
  }

  // MARK: Writing

  /// The text of a frame with everything escaped that a person could not see.
  private static func visible(_ json: String) -> String {
    var result = ""
    for scalar in json.unicodeScalars {
      if SessionNameRules.isVisible(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 { result += "\\u" + unit.digits(4, radix: 16) }
      }
    }
    return result
  }

  /// A dollar stands for itself only before what could not be a name.
  private static func doubledDollars(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      result.append(scalar)
      guard scalar == "$", index + 1 < scalars.count else { continue }
      let next = scalars[index + 1]
      if next == "$" || next == "_" || (next.isASCII && next.properties.isAlphabetic) { result.append("$") }
    }
    return String(result)
  }

  private static func literal(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case UInt8(ascii: "$"): "\\x24"
    case 0x20...0x7E: String(Unicode.Scalar(byte))
    case _: "\\x" + byte.digits(2, radix: 16, uppercase: true)
    }
  }
}
