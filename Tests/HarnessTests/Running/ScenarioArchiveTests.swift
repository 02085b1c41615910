import Foundation
import Harness
import ScenarioLanguage
import TestSupport
import Testing

@testable import Conformance

/// Scenarios that a program has in itself.
@Suite struct ScenarioArchiveTests {
  private static func archive(_ text: String) -> ScenarioArchive? { ScenarioArchive(Array(text.utf8)) }

  @Test func `a file is read as it was written, and others are not there`() throws {
    let archive = try #require(Self.archive("4 S/a.chat\n0 S/b c.chat\n3 S/d.chat\n\none\n\n\n2"))
    #expect(try archive.read("S/a.chat") == SourceFile(path: "S/a.chat", text: "one\n"))
    #expect(try archive.read("S/b c.chat").bytes == [])
    #expect(try archive.read("S/d.chat").bytes == Array("\n\n2".utf8))
    #expect(throws: SourceLoadError.self) { try archive.read("S/e.chat") }
  }

  @Test(arguments: [
    "", "\n", "x S/a.chat\n\n", "-1 S/a.chat\n\n", "1S/a.chat\n\n1", "2 S/a.chat\n\n1", "1 S/a.chat\n\n12",
    "1 S/a.chat\n",
  ]) func `what is no archive is none`(text: String) {
    #expect(Self.archive(text) == nil)
  }

  @Test func `a folder in it has the order of one on disk, and what is set aside is not run`() throws {
    let paths = [
      "S/b.chat", "S/a.chat", "S/a/z.chat", "S/a-b/y.chat", "S/setup/x.chat", "S/a/failing/w.chat",
      "T/v.chat",
    ]
    let archive = try #require(Self.archive(paths.map { "0 \($0)\n" }.joined() + "\n"))
    #expect(archive.scenarios(in: "S") == ["S/a/z.chat", "S/a-b/y.chat", "S/a.chat", "S/b.chat"])
  }

  @Test func `its checks are those of the folder, and programs beside the scenarios are not called`() throws {
    let paths = ["chat", "csv", "json"].flatMap { ending in
      ["Examples/scenarios", "Scenarios"].flatMap { PackageFolder.files(in: $0, ending: ".\(ending)") }
    }
    let files = try paths.map { try ScenarioFiles.read(PackageFolder.url.appending(path: $0).path()).bytes }
    let index = zip(paths, files).map { path, bytes in "\(bytes.count) \(path)\n" }.joined() + "\n"
    let archive = try #require(ScenarioArchive(Array(index.utf8) + Array(files.joined())))
    let embedded = try CheckCatalog(archive: archive, folder: "Scenarios")
    let onDisk = try CheckCatalogTests.all.get()
    #expect(embedded.checks.map(\.name) == onDisk.checks.map(\.name))
    #expect(embedded.checks.map(\.title) == onDisk.checks.map(\.title))
    #expect(embedded.unreadable.isEmpty)
    for check in embedded.checks {
      #expect((check.obstacle != nil) == check.name.hasPrefix("bots/external_"), "\(check.name)")
    }
    #expect(onDisk.checks.allSatisfy { $0.obstacle == nil })
  }
}
