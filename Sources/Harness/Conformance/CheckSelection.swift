package import Harness
package import ProtocolRegistry
package import Wire

/// Which checks are carried out.
package struct CheckSelection: Sendable {
  /// A word of the command line that names nothing.
  package struct Mistake: Error, Hashable, Sendable {
    /// What is wrong and what helps, in one sentence.
    package let message: String
  }

  /// Only checks of these profiles; all where there are none.
  package var profiles: Set<Profile> = []
  /// Only checks that cover one of these; all where it is nil.
  package var clauses: Set<Clause>?
  /// Only checks of these names; all where it is nil.
  package var names: Set<String>?
  /// Only every n-th check.
  package var shard: Selection.Shard?

  /// Everything is carried out.
  package init() {}

  /// The checks that are wanted, in their order.
  ///
  /// A check belongs to a profile by the clauses that it covers.
  package func checks(of all: [Check]) -> [Check] {
    let wanted = all.filter { check in
      (profiles.isEmpty || check.covers.contains { profiles.contains($0.profile) })
        && (clauses.map { !$0.isDisjoint(with: check.covers) } ?? true)
        && (names.map { $0.contains(check.name) } ?? true)
    }
    guard let shard else { return wanted }
    return wanted.enumerated().filter { $0.offset % shard.of == shard.part - 1 }.map(\.element)
  }

  /// The clauses that a word such as `ROOM-3`, or `ROOM` for all of them, names.
  ///
  /// - Throws: `Mistake` where there are none, with the nearest that there is.
  package static func clauses(named word: String) throws(Mistake) -> Set<Clause> {
    let word = word.uppercased()
    let found = Clause.all.filter { $0.id == word || $0.area.prefix == word }
    guard found.isEmpty else { return Set(found) }
    let known = Clause.all.map(\.id) + Clause.Area.allCases.map(\.prefix)
    throw Mistake(message: "There is no clause \(word)" + hint(word, among: known))
  }

  /// The profile of a name.
  ///
  /// - Throws: `Mistake` where there is none, with the nearest that there is.
  package static func profile(named word: String) throws(Mistake) -> Profile {
    if let profile = Profile(rawValue: word) { return profile }
    throw Mistake(
      message: "There is no profile \(word)" + hint(word, among: Profile.allCases.map(\.rawValue)))
  }

  /// The check of a name.
  ///
  /// - Throws: `Mistake` where there is none, with the nearest that there is.
  package static func check(named word: String, among checks: [Check]) throws(Mistake) -> Check {
    if let check = checks.first(where: { $0.name == word }) { return check }
    throw Mistake(message: "There is no check \(word)" + hint(word, among: checks.map(\.name)))
  }

  private static func hint(_ word: String, among known: [String]) -> String {
    guard let closest = Suggestion.closest(to: word, among: known) else {
      return known.count > 30
        ? "; --list shows what there is." : "; there are \(known.joined(separator: ", "))."
    }
    return "; did you mean \(closest)?"
  }
}
