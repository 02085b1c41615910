import Engine
import ScenarioLanguage

extension ConsoleReport {
  /// The conversation as it happened, in the words of a scenario: `>` is what a client sent, `<` what it received.
  package static func text(of transcript: Transcript) -> String {
    let entries = transcript.scripted.map { transcript.entries[$0] }
    let names = entries.compactMap { entry in
      switch entry.kind {
      case .sent(let name, _), .received(let name, _): name.count
      case .arrived, .section, .time, .fault: nil
      }
    }
    let width = names.max() ?? 0
    return entries.map { entry in
      if case .section = entry.kind { return "\n\(text(of: entry))\n" }
      return text(of: entry, nameWidth: width) + "\n"
    }.joined()
  }

  /// One thing that was done or seen, as a line of a scenario; the name is made as wide as is asked for.
  package static func text(of entry: Transcript.Entry, nameWidth: Int = 0) -> String {
    text(of: entry.kind, nameWidth: nameWidth)
  }

  /// The same without its time and its place.
  static func text(of kind: Transcript.Entry.Kind, nameWidth: Int = 0) -> String {
    func padded(_ name: String) -> String {
      name + String(repeating: " ", count: max(0, nameWidth - name.count))
    }
    return switch kind {
    case .arrived(let name, let isBot): "\(isBot ? "bots" : "users"): \(name)"
    case .section(let title): "== \(printable(title))"
    case .sent(let name, let sent): "\(padded(name)) \(text(of: sent))"
    case .received(let name, let event): "\(padded(name)) < \(ScenarioText.event(event))"
    case .time(let milliseconds): "+\(duration(milliseconds))"
    case .fault(let fault): "! \(fault)"
    }
  }

  /// A frame that a client sends, with the sign for its form.
  package static func text(of sent: Transcript.Sent) -> String {
    switch sent {
    case .line(let line): "> \(printable(line))"
    case .json(let text): ">json \(printable(text))"
    case .bytes(let bytes): ">bytes \(text(of: bytes))"
    }
  }

  /// Bytes as `>bytes` has them, with the quotes.
  package static func text(of bytes: [UInt8]) -> String { "\"\(bytes.map(text).joined())\"" }

  /// A byte as it stands between the quotes of `>bytes`.
  private static func text(of byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""): "\\\""
    case UInt8(ascii: "\\"): "\\\\"
    case UInt8(ascii: "$"): "$$"
    case 0x20...0x7E: String(Unicode.Scalar(byte))
    case _: "\\x" + byte.digits(2, radix: 16, uppercase: true)
    }
  }

  /// A number of milliseconds in the largest unit that it is a multiple of.
  ///
  /// - Parameter withDays: Whether a day is a unit too.
  package static func duration(_ milliseconds: Int64, withDays: Bool = false) -> String {
    let units: [(name: String, milliseconds: Int64)] = [
      ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]
    let unit = units.dropFirst(withDays ? 0 : 1)
      .first { milliseconds > 0 && milliseconds % $0.milliseconds == 0 }
    return unit.map { "\(milliseconds / $0.milliseconds)\($0.name)" } ?? "\(milliseconds)ms"
  }
}
