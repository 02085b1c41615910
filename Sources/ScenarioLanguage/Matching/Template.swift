package import Wire

/// Text with names in it that stand for values: what is sent, and strings that are matched.
package struct Template: Hashable, Sendable {
  /// How a value is written where its name stands.
  package enum Insertion: Hashable, Sendable {
    /// As its plain text: a string without quotes, anything else as compact JSON.
    case plainText
    /// Its plain text, escaped for the inside of a JSON string.
    case insideJSONString
    /// As a JSON value.
    case json
  }

  /// A piece of the text.
  package enum Segment: Hashable, Sendable {
    /// Text as it is.
    case text(String)
    /// A name and how its value is to be written.
    case name(String, Insertion)
    /// A sum and how its value is to be written.
    case sum(Sum, Insertion)
  }

  /// The pieces in order; no two pieces of text are adjacent.
  package private(set) var segments: [Segment] = []

  init() {}

  /// Makes a text without names.
  init(text: String) { append(text) }

  /// Makes a text of one piece.
  init(_ segment: Segment) { segments = [segment] }

  /// The names in it, in order, with repetitions.
  package var names: [String] {
    segments.flatMap { segment -> [String] in
      switch segment {
      case .text: []
      case .name(let name, _): [name]
      case .sum(let sum, _): sum.names
      }
    }
  }

  /// The whole text where there are no names in it, otherwise nil.
  package var literal: String? {
    switch segments.first {
    case nil: ""
    case .text(let text) where segments.count == 1: text
    case .text, .name, .sum: nil
    }
  }

  mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if case .text(let before) = segments.last {
      segments[segments.count - 1] = .text(before + text)
    } else {
      segments.append(.text(text))
    }
  }

  mutating func append(name: String, _ insertion: Insertion = .plainText) {
    segments.append(.name(name, insertion))
  }

  mutating func append(sum: Sum, _ insertion: Insertion = .plainText) {
    segments.append(.sum(sum, insertion))
  }

  /// The text with every name and every sum replaced by its value.
  package func filled(with bindings: [String: JSON]) throws(NoValue) -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text):
        result += text
      case .name(let name, let insertion):
        guard let value = bindings[name] else { throw .unbound(name) }
        result += insertion.text(of: value)
      case .sum(let sum, let insertion):
        result += insertion.text(of: try sum.value(with: bindings))
      }
    }
    return result
  }
}

extension Template.Insertion {
  /// A value as it is written in this place.
  func text(of value: JSON) -> String {
    switch self {
    case .plainText: value.plainText
    case .insideJSONString: JSONText.escaped(value.plainText)
    case .json: JSONText.compact(value)
    }
  }
}

extension JSON {
  /// A value as a person would type it: a string without quotes, anything else as compact JSON.
  package var plainText: String {
    if case .string(let text) = self { return text }
    return JSONText.compact(self)
  }
}
