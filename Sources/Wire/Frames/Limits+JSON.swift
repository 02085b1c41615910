package import Engine

extension Limits {
  /// The limits that `hello` tells; what it does not tell, or what makes no sense, has its default.
  package init(told: JSON) {
    self.init()
    for limit in Limit.allCases {
      guard case .integer(let number)? = told[limit.name], let value = Int(exactly: number),
        limit.definition.range.contains(value)
      else { continue }
      self[limit] = value
    }
  }
}

extension FrameCatalog {
  /// A field for each limit, as in `hello`.
  static func limits(_ need: Need) -> [Field] {
    Limit.allCases.map { limit in
      Field(limit.name, .integer(least: limit.definition.range.lowerBound), need, limit.definition.meaning)
    }
  }
}
