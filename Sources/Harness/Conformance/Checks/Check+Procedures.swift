extension Check {
  /// The checks that no scenario can express.
  static let procedures: [Check] =
    waiting + connections + webSockets + requests + logIns + attempts + administration + supervision
    + durability + resuming + http + httpRules + events
}
