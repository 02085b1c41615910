extension Check {
  /// The checks that no scenario can express.
  static let procedures: [Check] =
    waiting + webSockets + requests + logIns + attempts + administration + durability + resuming
}
