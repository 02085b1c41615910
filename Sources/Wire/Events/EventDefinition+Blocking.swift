// Whom users do not want to hear from.
extension EventDefinition {
  static let blocking = [blockList]

  static let blockList = EventDefinition(
    .blockList, "Whom the user blocks now.",
    [Field("users", .list(of: .text), "Their names, in the order in which they were blocked.")])
}
