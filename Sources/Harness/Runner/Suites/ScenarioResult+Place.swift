extension [ScenarioResult] {
  /// The results of several parts of a suite in the order of the whole; as they are where not each has a place of its own.
  ///
  /// Where nothing of the suite is missing they are those of a run of the whole, which has no places.
  package func inOrderOfSuite() -> [ScenarioResult] {
    let places = Set(compactMap(\.place))
    guard places.count == count else { return self }
    var ordered = sorted { ($0.place ?? 0) < ($1.place ?? 0) }
    if places.max() == count - 1 {
      for index in ordered.indices { ordered[index].place = nil }
    }
    return ordered
  }

  /// The results, red ones first, each part in its order.
  package var redFirst: [ScenarioResult] { filter(\.verdict.isBad) + filter { !$0.verdict.isBad } }
}
