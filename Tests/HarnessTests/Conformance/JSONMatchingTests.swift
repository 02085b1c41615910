import Testing
import Wire

@testable import Conformance

/// What checks in Swift compare frames by.
@Suite struct JSONMatchingTests {
  private static let frame = JSON.trusted(
    #"{"type":"x","users":["a","b"],"deep":[{"seq":1,"at":"t"}],"gone":null}"#)

  @Test(arguments: [
    #"{}"#, #"{"type":"x"}"#, #"{"users":["a","b"],"type":"x"}"#, #"{"deep":[{"seq":1}]}"#,
    #"{"other":null}"#,
    #"{"gone":null}"#, #"{"deep":[{"by":null}]}"#,
  ])
  func `what is expected is there`(pattern: String) {
    #expect(Self.frame.has(JSON.trusted(pattern)))
  }

  @Test(arguments: [
    #"{"type":"y"}"#, #"{"type":null}"#, #"{"users":["a"]}"#, #"{"users":["b","a"]}"#,
    #"{"deep":[{"seq":2}]}"#,
    #"{"deep":[]}"#, #"{"other":1}"#, #"[]"#, #"{"users":{}}"#,
  ])
  func `what is expected is not there`(pattern: String) {
    #expect(!Self.frame.has(JSON.trusted(pattern)))
  }
}
