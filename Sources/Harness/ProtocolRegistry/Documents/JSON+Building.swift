import Wire

extension JSON {
  /// An object of these members, in this order.
  static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// What stands for a part of a document that is elsewhere.
  static func reference(_ target: String) -> JSON { .object(["$ref": .string(target)]) }
}
