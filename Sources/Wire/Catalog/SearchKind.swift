/// What a search looks for: the word in `in`.
package enum SearchKind: String, CaseIterable, Sendable {
  case users
  case messages
}
