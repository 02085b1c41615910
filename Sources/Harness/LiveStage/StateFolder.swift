import Foundation

/// A new and empty folder for what a bot keeps over a restart of its program. It goes with this object.
package final class StateFolder: Sendable {
  package let path: String

  package init() throws(CommandProcess.StartFailure) {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "verbatim-bot-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandProcess.StartFailure(message: "the temporary folder \(url.path) cannot be made")
    }
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
