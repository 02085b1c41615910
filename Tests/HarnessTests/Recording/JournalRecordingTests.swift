import Engine
import Foundation
import Host
import ScenarioLanguage
import Store
import TestSupport
import Testing

@testable import Harness

/// Every scenario of the project is run, its journal recorded, and the recording is run: it passes and holds no secret.
struct JournalRecordingTests {
  static let scenarios: [String] =
    (try? ScenarioFiles.find([PackageFolder.url.appending(path: "Scenarios").path()])) ?? []

  @Test func `there are scenarios to record`() {
    #expect(Self.scenarios.count > 100)
  }

  @Test(arguments: scenarios)
  func `what a scenario did can be recorded from its journal`(path: String) throws {
    let loaded = try ScenarioRunner.load(path)
    // The clients of tutorials leave the same inputs as others; a recording lets them all speak the protocol.
    for scenario in loaded.scenarios where scenario.header.connect.allSatisfy({ $0.value.room == nil }) {
      let folder = try TemporaryFolder()
      let result = ScenarioRunner(database: folder.file()).run(scenario, sources: loaded.sources)
      guard case .passed = result.verdict else { continue }
      let archive = try Archive(path: folder.file())
      let replay = try Replay.run(archive)
      #expect(replay.difference == nil)
      #expect(replay.chain.bytes.hexadecimal == result.journalChain)
      #expect(result.stateHash == nil || replay.stateHash?.bytes.hexadecimal == result.stateHash)
      let found = try JournalActions(archive, .init())
      do throws(Recording.Failure) {
        let recording = try Recording.scenario(
          of: found.actions, title: scenario.header.title, limits: found.limits, comments: found.comments)
        #expect(!recording.text.contains("the password of"), "\(recording.text)")
        #expect(!recording.text.contains("\"password\""), "\(recording.text)")
        #expect(!recording.text.contains("\"token\""), "\(recording.text)")
      } catch {
        if case .nothingRecorded = error { continue }
        Issue.record("\(scenario.name): \(error.message)")
      }
    }
  }
}
