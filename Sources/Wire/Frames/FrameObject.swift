import Engine

/// A JSON object while it is written: the fields of one event, or of one element in a list.
///
/// Its bytes are written at once, field by field, because a tree of json-c takes several times as long for a frame of a few fields.
/// What was given to another one with `add`, or was turned into bytes with `finish`, is complete.
final class FrameObject {
  /// Nothing else has the object while it is filled, so that no access need be checked.
  @exclusivity(unchecked) private var bytes: [UInt8] = []

  init() {
    // Enough for most messages, so that the memory does not move while it is filled.
    bytes.reserveCapacity(256)
    bytes.append(UInt8(ascii: "{"))
  }

  func add(_ name: StaticString, _ text: String) {
    begin(name)
    bytes.append(jsonString: text)
  }

  func add(_ name: StaticString, _ truth: Bool) {
    begin(name)
    bytes.append(contentsOf: (truth ? "true" : "false").utf8)
  }

  func add(_ name: StaticString, _ integer: some FixedWidthInteger) {
    begin(name)
    bytes.append(decimal: integer)
  }

  func add(_ name: StaticString, _ object: FrameObject) {
    begin(name)
    bytes.append(contentsOf: object.finish())
  }

  func add(_ name: StaticString, _ texts: [String]) {
    add(name, list: texts) { bytes.append(jsonString: $0) }
  }

  func add(_ name: StaticString, _ objects: [FrameObject]) {
    add(name, list: objects) { bytes.append(contentsOf: $0.finish()) }
  }

  func add(_ name: StaticString, _ instant: Instant) {
    begin(name)
    bytes.append(UInt8(ascii: "\""))
    Timestamp.withCharacters(of: instant) { bytes.append(contentsOf: $0) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a value that is compact JSON already.
  func add(_ name: StaticString, json: String) {
    begin(name)
    bytes.append(contentsOf: json.utf8)
  }

  /// Adds a number under a name that is not known when the program is built.
  func add(named name: String, _ integer: Int) {
    begin(named: name)
    bytes.append(decimal: integer)
  }

  /// Adds the value of an option under the name that a bot has given to it.
  func add(named name: String, _ value: OptionValue) {
    begin(named: name)
    switch value {
    case .text(let text): bytes.append(jsonString: text)
    case .integer(let integer): bytes.append(decimal: integer)
    case .number(let number): bytes.append(contentsOf: number.utf8)
    case .flag(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    }
  }

  /// The object as compact UTF-8; nothing may be added afterwards.
  func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  private func add<Element>(_ name: StaticString, list elements: [Element], _ write: (Element) -> Void) {
    begin(name)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Begins a field. The names of fields are words without anything to escape.
  private func begin(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private func begin(named name: String) {
    separate()
    bytes.append(jsonString: name)
    bytes.append(UInt8(ascii: ":"))
  }

  private func separate() {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
  }
}
