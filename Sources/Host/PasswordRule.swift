package import Engine

/// What a new password may not be, however long it is: what others guess first.
package enum PasswordRule {
  private static let common = Set(commonWords.split(whereSeparator: \.isWhitespace))
  private static let mostCommonBytes = common.map(\.utf8.count).max() ?? 0

  /// Refuses a password that is among the most common ones, or is its user's name.
  ///
  /// - Parameter user: The name, or nil where it is not known yet whose password it would be.
  package static func check(_ password: String, of user: String?) throws(Refusal) {
    if let user, NameKey(password) == NameKey(user) {
      throw Refusal(
        .badFrame, "The password is the user's name; choose one that nobody can tell from it.",
        field: "password")
    }
    guard password.utf8.count <= mostCommonBytes, common.contains(password.lowercased()[...]) else { return }
    throw Refusal(
      .badFrame, "The password is one of the most common ones; choose another, such as several words.",
      field: "password")
  }
}
