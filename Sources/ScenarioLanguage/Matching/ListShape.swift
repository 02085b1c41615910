/// How the elements of a list matcher stand to those of the list.
package struct ListShape: Hashable, Sendable {
  /// Whether the elements come in the order of the matcher: `[a, b]`, not `{a, b}`.
  package var isOrdered = true
  /// The elements, by index, before which any others may stand (`...`); the count of the elements is the end. Where the order does not
  /// matter, any gap says that there may be others.
  package var gaps: Set<Int> = []

  /// Exactly the elements, in their order.
  package static let exact = ListShape()

  /// Whether the element at an index can be only one of the list's: no other may stand before it, or none after it.
  func hasOnePlace(for index: Int, of count: Int) -> Bool {
    guard let first = gaps.min(), let last = gaps.max() else { return isOrdered || count == 1 }
    return isOrdered && (index < first || index >= last)
  }

  /// How matchers and `...` stand next to each other, once each is written.
  func written(_ elements: [String]) -> String {
    var parts: [String] = []
    for (index, element) in elements.enumerated() {
      if gaps.contains(index) { parts.append("...") }
      parts.append(element)
    }
    if gaps.contains(elements.count) { parts.append("...") }
    return (isOrdered ? "[" : "{") + parts.joined(separator: ", ") + (isOrdered ? "]" : "}")
  }
}
