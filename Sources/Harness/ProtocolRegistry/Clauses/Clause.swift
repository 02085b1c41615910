/// One rule of the protocol, small enough that a scenario can show whether a server keeps it.
///
/// `Docs/protocol.md`, the linter's check of `covers:` and the test that every rule has a scenario are made from these.
package struct Clause: Hashable, Sendable {
  /// How binding the rule is (RFC 2119).
  package enum Level: String, CaseIterable, Hashable, Sendable {
    case must = "MUST"
    case should = "SHOULD"
    case may = "MAY"
  }

  /// Whom a rule binds.
  package enum Party: String, CaseIterable, Hashable, Sendable {
    case server
    /// A check of a server says nothing of it; `verbatim certify` checks bots.
    case client
  }

  /// The name that stands in `covers:`, such as `ROOM-3`; it never changes, and is never given to another rule.
  package var id: String { "\(area.prefix)-\(number)" }
  /// What the rule is about.
  package let area: Area
  /// The rule's number in its area, from 1.
  package let number: Int
  /// How binding it is.
  package let level: Level
  /// Whom it binds.
  package let party: Party
  /// The rule, in one sentence.
  package let text: String
  /// The revision of the protocol that brought the rule.
  package let since: Int

  init(
    _ area: Area, _ number: Int, _ level: Level, _ text: String, since: Int = 1,
    binding party: Party = .server
  ) {
    self.area = area
    self.number = number
    self.level = level
    self.party = party
    self.text = text
    self.since = since
  }

  /// A rule of an area, and where it differs from the area's other ones.
  struct Rule {
    let text: String
    var level = Level.must
    var since: Int?
    var party = Party.server
  }

  /// An area's clauses, by their numbers.
  ///
  /// - Parameter revision: The revision that brought those of which the rule names none.
  static func rules(of area: Area, since revision: Int = 1, _ rules: KeyValuePairs<Int, Rule>) -> [Clause] {
    rules.map { number, rule in
      Clause(area, number, rule.level, rule.text, since: rule.since ?? revision, binding: rule.party)
    }
  }

  /// All clauses, area by area, in the order of the document.
  package static let all: [Clause] = Area.allCases.flatMap(\.clauses)

  /// Those that bind servers, which `verbatim conform` is about.
  package static let ofServers = all.filter { $0.party == .server }
}

extension Clause.Rule: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self.init(text: text) }
}

extension String {
  /// A rule that is not as the others of its area.
  func rule(
    _ level: Clause.Level = .must, since revision: Int? = nil, binding party: Clause.Party = .server
  ) -> Clause.Rule {
    Clause.Rule(text: self, level: level, since: revision, party: party)
  }
}
