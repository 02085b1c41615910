/// Just enough of XML 1.0 to see that a document is well-formed and to read its elements.
struct XMLOutline {
  /// An element without what is in it.
  struct Element: Equatable {
    let name: String
    let attributes: [String: String]
    /// How many elements it is in.
    let depth: Int
    var text = ""
  }

  struct NotWellFormed: Error { let reason: String, rest: String }

  /// All elements in the order in which they begin.
  private(set) var elements: [Element] = []
  private var open: [Int] = []
  private var rest: Substring

  init(_ document: String) throws {
    rest = document[...]
    try take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    while !rest.isEmpty { try node() }
    guard open.isEmpty, elements.filter({ $0.depth == 0 }).count == 1 else { throw problem("no single root") }
  }

  private func problem(_ reason: String) -> NotWellFormed {
    NotWellFormed(reason: reason, rest: String(rest.prefix(80)))
  }

  private mutating func take(_ text: String) throws {
    guard rest.hasPrefix(text) else { throw problem("\(text) expected") }
    rest.removeFirst(text.count)
  }

  private mutating func node() throws {
    if rest.hasPrefix("</") {
      guard let index = open.popLast() else { throw problem("an end without a start") }
      try take("</\(elements[index].name)>")
    } else if rest.hasPrefix("<") {
      try element()
    } else {
      let text = try unescaped(String(rest.prefix { $0 != "<" }))
      rest = rest.drop { $0 != "<" }
      if let index = open.last {
        elements[index].text += text
      } else if !text.allSatisfy(\.isWhitespace) {
        throw problem("text outside of the root")
      }
    }
  }

  private mutating func element() throws {
    try take("<")
    let name = String(rest.prefix { $0.isLetter })
    guard !name.isEmpty else { throw problem("a name expected") }
    rest.removeFirst(name.count)
    var attributes: [String: String] = [:]
    while rest.hasPrefix(" ") {
      rest.removeFirst()
      let key = String(rest.prefix { $0.isLetter })
      rest.removeFirst(key.count)
      try take("=\"")
      let value = String(rest.prefix { $0 != "\"" })
      guard !value.contains("<"), !value.contains("\n") else { throw problem("an attribute is not escaped") }
      rest.removeFirst(value.count)
      try take("\"")
      guard attributes.updateValue(try unescaped(value), forKey: key) == nil else {
        throw problem("\(key) is there twice")
      }
    }
    elements.append(Element(name: name, attributes: attributes, depth: open.count))
    if rest.hasPrefix("/>") { return try take("/>") }
    try take(">")
    open.append(elements.count - 1)
  }

  private func unescaped(_ text: String) throws -> String {
    let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#10": "\n", "#9": "\t"]
    var result = ""
    var rest = text[...]
    while let next = rest.popFirst() {
      if next == "&" {
        let name = String(rest.prefix { $0 != ";" })
        guard let character = names[name] else { throw problem("&\(name) is no reference") }
        result += character
        rest.removeFirst(name.count + 1)
      } else {
        guard next.unicodeScalars.allSatisfy(Self.isAllowed) else { throw problem("a character XML has not") }
        result.append(next)
      }
    }
    return result
  }

  /// XML 1.0, section 2.2.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    case _: false
    }
  }
}
