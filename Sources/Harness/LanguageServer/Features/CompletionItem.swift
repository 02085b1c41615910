import Harness
import Wire

/// A word that an editor offers.
struct CompletionItem {
  /// The kinds that are used, as the protocol numbers them.
  enum Kind: Int64 {
    case function = 3
    case field = 5
    case variable = 6
    case property = 10
    case value = 12
    case keyword = 14
    case reference = 18
    case enumMember = 20
    case constant = 21
    case event = 23
  }

  let label: String
  let kind: Kind
  /// What it means.
  var meaning: String?
  /// What is written, where that is more than the label.
  var text: String?

  init(_ label: String, _ kind: Kind, _ meaning: String? = nil, text: String? = nil) {
    (self.label, self.kind, self.meaning, self.text) = (label, kind, meaning, text)
  }

  /// The item as the protocol has it.
  ///
  /// - Parameters:
  ///   - range: The word that it replaces.
  ///   - rank: Its place among the items, since editors sort them.
  func json(replacing range: JSON, rank: Int) -> JSON {
    .members([
      "label": .string(label),
      "kind": .integer(kind.rawValue),
      "documentation": meaning.map { JSON.members(["kind": .string("markdown"), "value": .string($0)]) },
      "sortText": .string(rank.digits(5)),
      "filterText": .string(label),
      "textEdit": .members(["range": range, "newText": .string(text ?? label)]),
    ])
  }
}
