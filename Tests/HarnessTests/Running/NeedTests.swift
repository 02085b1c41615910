import Harness
import ScenarioLanguage
import Testing

@Suite("What a scenario needs") struct NeedTests {
  private func verdict(_ header: String, crashes: Bool = false) throws -> String {
    let text = "title: needs\nusers: alice\n\(header)\n\nalice > /join lobby\nalice < user_list\n"
    let loaded = try ScenarioRunner.load("needs.chat") { path throws(SourceLoadError) in
      SourceFile(path: path, text: text)
    }
    let scenario = try #require(loaded.scenarios.first)
    let result = ScenarioRunner(crashesEverywhere: crashes).run(scenario, sources: loaded.sources)
    guard case .skipped(let reason) = result.verdict else { return result.verdict.kind.rawValue }
    return reason
  }

  @Test func `the simulator is there`() throws {
    #expect(try verdict("needs: simulator") == "passed")
  }

  @Test func `an uninterrupted server is there unless it is made to crash`() throws {
    #expect(try verdict("needs: uninterrupted") == "passed")
    #expect(
      try verdict("needs: uninterrupted", crashes: true) == "it needs a server that is not interrupted")
  }

  @Test func `what the simulator does not have or speak is skipped with the reason`() throws {
    #expect(try verdict("needs: moonlight") == "it needs moonlight, which the simulator does not have")
    #expect(
      try verdict("connect: carrier-pigeon for alice")
        == "it connects as carrier-pigeon, which the simulator does not speak")
  }

  @Test func `a tutorial's client cannot be interrupted, for it cannot resume`() throws {
    #expect(try verdict("connect: verbatim.v1, verbatim.v1 for alice", crashes: true) == "passed")
    #expect(
      try verdict("connect: tutorial-chat in lobby for alice", crashes: true)
        == "it needs a server that is not interrupted, for tutorial-chat cannot resume")
  }
}
