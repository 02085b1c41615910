import Wire

/// Finds the elements of a list that a list matcher asks for.
struct ListMatch {
  /// What came of it.
  enum Outcome {
    case match
    /// An element that has its place is another one.
    case mismatch(Mismatch)
    /// The list as a whole does not match, for this reason.
    case noMatch(String)
    /// There are too many possibilities.
    case gaveUp(String)
  }

  let elements: [Matcher]
  let values: [JSON]
  let path: String
  private var isTaken: [Bool]
  private var attempts = 0
  /// The first element of which it could not be found out whether it matches.
  private var undecided: Mismatch?

  init(elements: [Matcher], values: [JSON], path: String) {
    self.elements = elements
    self.values = values
    self.path = path
    isTaken = Array(repeating: false, count: values.count)
  }

  mutating func find(_ shape: ListShape, _ bindings: inout [String: JSON]) -> Outcome {
    shape.isOrdered ? findInOrder(shape.gaps, &bindings) : findAnywhere(!shape.gaps.isEmpty, &bindings)
  }

  private var countsDiffer: Outcome {
    .noMatch("\(elements.count) elements expected, \(values.count) came")
  }

  private func nothing(matches missing: some Sequence<Matcher>) -> Outcome {
    .noMatch("nothing in it matches \(missing.map(ScenarioText.matcher).joined(separator: ", "))")
  }

  // MARK: - In order

  /// The runs of elements between gaps: the first one begins the list, the last one ends it, and each of the others is taken where it
  /// fits first.
  private mutating func findInOrder(_ gaps: Set<Int>, _ bindings: inout [String: JSON]) -> Outcome {
    let bounds = [0] + gaps.sorted() + [elements.count]
    let runs = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    for index in runs[0] {
      // The first element that differs says more than the count.
      guard index < values.count else { return countsDiffer }
      if let mismatch = difference(index, at: index, &bindings) { return .mismatch(mismatch) }
    }
    guard let last = runs.dropFirst().last else {
      return values.count == elements.count ? .match : countsDiffer
    }
    var position = runs[0].count
    let end = values.count - last.count
    for run in runs.dropFirst().dropLast() {
      guard let place = firstPlace(of: run, in: position..<max(position, end), &bindings) else {
        return undecided.map(Outcome.mismatch) ?? nothing(matches: elements[run])
      }
      position = place + run.count
    }
    guard end >= position else { return countsDiffer }
    for (index, place) in zip(last, end...) {
      if let mismatch = difference(index, at: place, &bindings) { return .mismatch(mismatch) }
    }
    return .match
  }

  private mutating func firstPlace(
    of run: Range<Int>, in places: Range<Int>, _ bindings: inout [String: JSON]
  ) -> Int? {
    guard run.count <= places.count else { return nil }
    return (places.lowerBound...(places.upperBound - run.count)).first { start in
      var attempt = bindings
      for (index, place) in zip(run, start...) {
        guard let mismatch = difference(index, at: place, &attempt) else { continue }
        if mismatch.isUndecided { undecided = undecided ?? mismatch }
        return false
      }
      bindings = attempt
      return true
    }
  }

  private func difference(_ index: Int, at place: Int, _ bindings: inout [String: JSON]) -> Mismatch? {
    elements[index].mismatch(values[place], at: "\(path)[\(place)]", bindings: &bindings)
  }

  // MARK: - In any order

  private mutating func findAnywhere(_ mayHaveOthers: Bool, _ bindings: inout [String: JSON]) -> Outcome {
    // Equal values can stand in for each other, so literals take theirs first, and only the others need to be tried out.
    var open: [Int] = []
    for (index, element) in elements.enumerated() {
      guard let literal = element.literalValue, case .literal = element else {
        open.append(index)
        continue
      }
      let place = values.indices.first { !isTaken[$0] && literal.isSameValue(as: values[$0]) }
      guard let place else { return nothing(matches: [element]) }
      isTaken[place] = true
    }
    guard place(open[...], after: nil, &bindings) else {
      if attempts > ScenarioLimits.listAttempts {
        return .gaveUp("there are too many ways to match it; say more of its elements")
      }
      return undecided.map(Outcome.mismatch) ?? nothing(matches: open.map { elements[$0] })
    }
    return values.count == elements.count || mayHaveOthers ? .match : countsDiffer
  }

  /// Gives each of these elements a value that nobody has; what has been tried is taken back where it leads nowhere.
  private mutating func place(
    _ open: ArraySlice<Int>, after previous: (element: Int, place: Int)?, _ bindings: inout [String: JSON]
  ) -> Bool {
    guard let index = open.first else { return true }
    // Of two elements that ask for the same, the order does not matter.
    let isLikePrevious = previous.map { elements[$0.element] == elements[index] } ?? false
    let start = isLikePrevious ? (previous?.place ?? -1) + 1 : 0
    for place in values.indices.dropFirst(start) where !isTaken[place] {
      attempts += 1
      guard attempts <= ScenarioLimits.listAttempts else { return false }
      var attempt = bindings
      if let mismatch = difference(index, at: place, &attempt) {
        if mismatch.isUndecided { undecided = undecided ?? mismatch }
        continue
      }
      isTaken[place] = true
      if self.place(open.dropFirst(), after: (index, place), &attempt) {
        bindings = attempt
        return true
      }
      isTaken[place] = false
    }
    return false
  }
}
