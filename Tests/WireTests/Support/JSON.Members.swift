import Wire

extension JSON {
  /// The members of an object, or none of anything else.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  func without(_ name: String) -> JSON { .object(members.filter { $0.name != name }) }

  func adding(_ name: String, _ value: JSON) -> JSON { .object(members + [Member(name, value)]) }

  func replacing(_ name: String, by value: JSON) -> JSON {
    .object(members.map { $0.name == name ? Member(name, value) : $0 })
  }
}
