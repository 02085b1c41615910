import Harness
import Testing

/// The order of results that come from several reports.
@Suite("The order of a suite") struct SuiteOrderTests {
  private func results(_ places: [Int?]) -> [ScenarioResult] {
    places.map { place in
      var result = ScenarioResult(path: "\(place ?? -1).chat", title: "T", covers: [], verdict: .passed)
      result.place = place
      return result
    }
  }

  @Test func `the parts of a whole come in its order, and need their places no more`() {
    let ordered = results([0, 3, 1, 4, 2]).inOrderOfSuite()
    #expect(ordered.map(\.path) == (0...4).map { "\($0).chat" })
    #expect(ordered.allSatisfy { $0.place == nil })
  }

  @Test func `where a part is missing, the places are kept`() {
    let ordered = results([1, 4, 2]).inOrderOfSuite()
    #expect(ordered.map(\.place) == [1, 2, 4])
  }

  @Test(arguments: [[0, 1, 0], [2, nil, 1], [nil, nil]])
  func `results that are not of one suite stay as they are`(places: [Int?]) {
    #expect(results(places).inOrderOfSuite().map(\.place) == places)
  }
}
