import Foundation

/// A place for a database that one test makes.
struct TemporaryDatabase {
  let path: String
  private let folder: String

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent("verbatim-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    path = folder + "/chat.db"
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
