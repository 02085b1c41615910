import ScenarioLanguage
import Wire

/// Which lines of an `any` block ask for the same, so that it makes no difference which of them takes an event.
struct LineKinds {
  private struct Demand: Hashable {
    let eventType: Pattern.EventType
    let isExact: Bool
    /// The fields as they are written; strings are compared by their bytes.
    let fields: [[UInt8]]
  }

  /// For each line its kind.
  let kinds: [Int]
  /// The names that lines bind and that make a difference to other lines, in the order of the lines.
  let names: [String]

  /// - Parameter bindings: What names stand for before the block.
  init(of patterns: [Pattern], bound bindings: [String: JSON]) {
    let matchers = patterns.map { $0.fields.map(\.matcher) }
    var counts: [String: Int] = [:]
    for name in matchers.joined().flatMap({ $0.boundNames + $0.usedNames }) {
      counts[name, default: 0] += 1
    }
    let bound = matchers.joined().flatMap(\.boundNames).withoutRepetitions
    // Where a name stands once, its line alone binds it, and no line compares anything with it.
    let unused = Set(bound.filter { counts[$0] == 1 && bindings[$0] == nil })
    names = bound.filter { !unused.contains($0) }
    var numbers: [Demand: Int] = [:]
    kinds = patterns.map { pattern in
      let demand = Demand(
        eventType: pattern.eventType, isExact: pattern.isExact,
        fields: pattern.fields.map { field in
          Array(ScenarioText.field(field.name, field.matcher.ignoring(unused)).utf8)
        })
      let number = numbers[demand] ?? numbers.count
      numbers[demand] = number
      return number
    }
  }
}

extension Matcher {
  /// A matcher of the same values that does not bind these names; regular expressions keep theirs.
  fileprivate func ignoring(_ names: Set<String>) -> Matcher {
    switch self {
    case .bind(let name): names.contains(name) ? .anything : self
    case .list(let elements, let shape): .list(elements.map { $0.ignoring(names) }, shape)
    case .object(let members): .object(members.map { Member($0.name, $0.matcher.ignoring(names)) })
    case .literal, .text, .anything, .absent, .bound, .sum, .regex, .contains, .range, .count, .not,
      .compared:
      self
    }
  }
}
