/// Why something has no value when it is needed.
package enum NoValue: Error, Hashable, Sendable {
  /// Nothing has bound the name.
  case unbound(String)
  /// The sum cannot be computed, for this reason.
  case notComputable(String)

  /// The reason as the note of a difference.
  package var note: String {
    switch self {
    case .unbound(let name): "nothing has bound \(name) yet"
    case .notComputable(let reason): reason
    }
  }
}
