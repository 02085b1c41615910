import ScenarioLanguage
import Testing
import Wire

@Suite struct ExpansionTests {
  @Test(arguments: [Examples.privateMessages, Examples.everything])
  func `a correct file expands without a word`(text: String) {
    let expansion = Examples.expand(text)
    #expect(expansion.diagnostics.map(\.message) == [])
    #expect(!expansion.scenarios.isEmpty)
  }
}
