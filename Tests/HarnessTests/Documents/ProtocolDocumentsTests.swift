import Engine
import Foundation
import ProtocolRegistry
import TestSupport
import Testing
import Wire

@Suite("The documents for programs") struct ProtocolDocumentsTests {
  private static let remedy = "make them anew: RENEW=1 swift test --filter ProtocolDocumentsTests"

  @Test func `the files say what the registries say, and no others are there`() throws {
    let folder = PackageFolder.url
    if PackageFolder.isRenewing {
      try? FileManager.default.removeItem(at: folder.appending(path: ProtocolDocuments.schemaFolder))
      for file in ProtocolDocuments.files {
        let url = folder.appending(path: file.path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.text.write(to: url, atomically: true, encoding: .utf8)
      }
      return
    }
    for file in ProtocolDocuments.files {
      // Whole files are too long for a message.
      let isSame = (try? PackageFolder.text(of: file.path)) == file.text
      #expect(isSame, "\(file.path) is missing or was changed; \(Self.remedy)")
    }
    let made = Set(ProtocolDocuments.files.map(\.path))
    let there = PackageFolder.files(in: ProtocolDocuments.schemaFolder, ending: "").filter { !isFolder($0) }
    let superfluous = there.filter { !made.contains($0) }
    #expect(superfluous.isEmpty, "nothing makes these files; \(Self.remedy)")
  }

  private func isFolder(_ path: String) -> Bool {
    (try? PackageFolder.url.appending(path: path).resourceValues(forKeys: [.isDirectoryKey]).isDirectory)
      ?? false
  }

  @Test func `every file is JSON, and no two have one path`() throws {
    let files = ProtocolDocuments.files
    #expect(Set(files.map(\.path)).count == files.count)
    for file in files {
      _ = try JSON.parse(Array(file.text.utf8), maximumBytes: 1 << 20, maximumDepth: 32)
    }
  }

  @Test func `every frame and every code has its place`() throws {
    let text = Dictionary(uniqueKeysWithValues: ProtocolDocuments.files.map { ($0.path, $0.text) })
    for command in CommandDefinition.all { #expect(text["Docs/schema/commands/\(command.name).json"] != nil) }
    for type in EventType.allCases { #expect(text["Docs/schema/events/\(type.rawValue).json"] != nil) }
    for code in ErrorCode.allCases {
      #expect(text["Docs/schema/error-code.json"]?.contains("\"const\": \"\(code.rawValue)\"") == true)
    }
    for code in CloseCode.allCases {
      #expect(text["Docs/schema/close-code.json"]?.contains("\"const\": \(code.rawValue),") == true)
    }
  }

  @Test func `every request over HTTP is an operation with a name of its own`() {
    guard case .object(let paths)? = OpenAPIDocument.document["paths"] else {
      Issue.record("no paths")
      return
    }
    let names = paths.flatMap { path -> [JSON] in
      guard case .object(let operations) = path.value else { return [] }
      return operations.compactMap { $0.value["operationId"] }
    }
    #expect(names.count == HTTPRoute.all.count)
    #expect(Set(names).count == names.count)
  }

  @Test func `the rules of a frame name its own fields`() {
    for frame in FrameCatalog.commands + FrameCatalog.events {
      let names = Set(frame.fields.map(\.name))
      for rule in frame.rules { #expect(rule.names.allSatisfy(names.contains), "\(frame.type): \(rule)") }
    }
  }
}
