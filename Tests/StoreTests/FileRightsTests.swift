import Engine
import Foundation
import Testing

@testable import Store

/// What a server keeps is for its owner alone.
@Suite struct FileRightsTests {
  private static func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private static func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rights-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `a database, its log and its copies are made for their owner`() throws {
    try Self.inFolder { folder in
      let store = try Store(.file(path: folder + "/chat.db"))
      store.append(input: [1], at: .virtualStart)
      try store.commit()
      let copy = try OnlineBackup(of: store, to: folder + "/copy.db")
      while try !copy.step() {}
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        #expect(try Self.mode(folder + "/" + name) & 0o077 == 0, "\(name)")
      }
    }
  }

  @Test func `the rights of others are taken from a file that is there`() throws {
    try Self.inFolder { folder in
      let path = folder + "/chat.db"
      _ = try Store(.file(path: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
      _ = try Store(.file(path: path))
      #expect(try Self.mode(path) == 0o600)
      #expect(PrivateFile.takeRightsOfOthers(path) == .none)
      #expect(PrivateFile.takeRightsOfOthers(folder + "/none") == .none)
    }
  }

  @Test func `a file that was moved or replaced is noticed`() throws {
    try Self.inFolder { folder in
      let path = folder + "/chat.db"
      let store = try Store(.file(path: path))
      #expect(throws: Never.self) { try store.checkPlace() }
      try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
      #expect(throws: StoreError.moved(path: path)) { try store.checkPlace() }
      try Data().write(to: URL(fileURLWithPath: path))
      #expect(throws: StoreError.moved(path: path)) { try store.checkPlace() }
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
      #expect(throws: Never.self) { try store.checkPlace() }
    }
  }
}
