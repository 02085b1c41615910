import Engine
import Foundation
import TestSupport
import Testing

@testable import Store

/// What a server keeps is for its owner alone.
@Suite struct FileRightsTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file() }

  init() throws { folder = try TemporaryFolder() }

  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func `a database, its log and its copies are made for their owner`() throws {
    let store = try Store(.file(path: path))
    store.append(input: [1], at: .virtualStart)
    try store.commit()
    let copy = try OnlineBackup(of: store, to: folder.file("copy.db"))
    while try !copy.step() {}
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      #expect(try mode(folder.file(name)) & 0o077 == 0, "\(name)")
    }
  }

  @Test func `the rights of others are taken from a file that is there`() throws {
    _ = try Store(.file(path: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
    _ = try Store(.file(path: path))
    #expect(try mode(path) == 0o600)
    #expect(PrivateFile.takeRightsOfOthers(path) == .none)
    #expect(PrivateFile.takeRightsOfOthers(folder.file("none")) == .none)
  }

  @Test func `a file that was moved or replaced is noticed`() throws {
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
