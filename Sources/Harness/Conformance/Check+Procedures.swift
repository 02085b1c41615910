extension Check {
  /// The checks that no scenario can express.
  static let procedures: [Check] = []
}
