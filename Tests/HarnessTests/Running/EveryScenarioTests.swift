import Engine
import Foundation
import Harness
import Host
import Recording
import ScenarioLanguage
import Store
import TestSupport
import Testing

/// What holds of every scenario of the project: each event has a cause, and its journal can be run again and recorded without a secret.
@Suite("Every scenario") struct EveryScenarioTests {
  /// The first of each folder and each sixth after it, or else all.
  static let scenarios: [String] = {
    let paths = (try? ScenarioFiles.find([PackageFolder.url.appending(path: "Scenarios").path()])) ?? []
    let folders = Dictionary(grouping: paths) { URL(filePath: $0).deletingLastPathComponent() }
    return folders.values.flatMap { Soak.sample($0, each: 6) }.sorted()
  }()

  @Test func `there are scenarios in many folders`() {
    #expect(Self.scenarios.count > 50)
  }

  @Test(arguments: scenarios)
  func `each event has a cause, and what was done can be run again and recorded`(path: String) throws {
    let loaded = try ScenarioRunner.load(path)
    for scenario in loaded.scenarios {
      let folder = try TemporaryFolder()
      let result = ScenarioRunner(database: folder.file()).run(scenario, sources: loaded.sources)
      expectCauses(in: result.transcript, of: path)
      // The clients of tutorials leave the same inputs as others; a recording lets them all speak the protocol.
      guard case .passed = result.verdict, scenario.header.connect.allSatisfy({ $0.value.room == nil })
      else { continue }
      let archive = try Archive(path: folder.file())
      let replay = try Replay.run(archive)
      #expect(replay.difference == nil)
      #expect(replay.chain.bytes.hexadecimal == result.journalChain)
      #expect(result.stateHash == nil || replay.stateHash?.bytes.hexadecimal == result.stateHash)
      try expectRecording(of: archive, called: scenario.name, scenario.header.title)
    }
  }

  private func expectCauses(in transcript: Transcript, of path: String) {
    for (place, entry) in transcript.entries.enumerated() {
      guard case .received = entry.kind else { continue }
      let chain = transcript.chain(to: place)
      #expect(chain.first?.span != nil, "\(path): \(ConsoleReport.text(of: entry))")
      #expect(entry.cause.map { $0 < place } == true)
      #expect(zip(chain, chain.dropFirst()).allSatisfy { $0.at <= $1.at }, "\(path)")
    }
  }

  private func expectRecording(of archive: Archive, called name: String, _ title: String) throws {
    let found = try JournalActions(archive, .init())
    do throws(Recording.Failure) {
      let recording = try Recording.scenario(
        of: found.actions, title: title, limits: found.limits, comments: found.comments)
      for secret in ["the password of", "\"password\"", "\"token\""] {
        #expect(!recording.text.contains(secret), "\(recording.text)")
      }
    } catch {
      if case .nothingRecorded = error { return }
      Issue.record("\(name): \(error.message)")
    }
  }
}
