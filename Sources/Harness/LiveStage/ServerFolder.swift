import Foundation
import Glibc
import Synchronization

/// A folder for the files of a server that the runner starts, which only this user can read.
///
/// Its name says whose it is, so that the next run removes it where its own could not.
struct ServerFolder: Sendable {
  let url: URL
  /// The operator's token, which is in the folder too.
  let token: String

  /// Makes a folder with a new token in it, and removes those of runs that have ended without doing so.
  init() throws(WireServer.Unreachable) {
    Self.sweepOnce()
    let name = "\(Self.prefix)\(ProcessIdentity.own.text)-\(UUID().uuidString)"
    url = Self.parent.appendingPathComponent(name)
    var random = SystemRandomNumberGenerator()
    token = (0..<4).map { _ in String(random.next(), radix: 36) }.joined()
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw WireServer.Unreachable(message: "the temporary folder \(url.path) cannot be made")
    }
    let isWritten = FileManager.default.createFile(
      atPath: tokenFile.path, contents: Data(token.utf8), attributes: [.posixPermissions: 0o600])
    guard isWritten else {
      throw WireServer.Unreachable(message: "the file \(tokenFile.path) cannot be written")
    }
  }

  private static let prefix = "verbatim-run-"
  /// The file with the identity of the server's process.
  private static let serverFile = "server"

  private var tokenFile: URL { url.appendingPathComponent("token") }

  /// Notes which process uses the folder.
  func note(group: pid_t) {
    guard let identity = ProcessIdentity(of: group) else { return }
    try? Data(identity.text.utf8).write(to: url.appendingPathComponent(Self.serverFile))
  }

  /// Removes all files but the token's.
  func empty() {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    for file in files where file != tokenFile.lastPathComponent {
      try? FileManager.default.removeItem(at: url.appendingPathComponent(file))
    }
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  /// Memory where there is some that looks like a folder: the database has to outlive the server and not the machine, and
  /// a disk that is asked to make every commit last takes most of the time of a run.
  private static var parent: URL {
    let memory = "/dev/shm"
    return FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory, isDirectory: true) : FileManager.default.temporaryDirectory
  }

  // MARK: - What others have left

  private static let isSwept = Mutex(false)

  private static func sweepOnce() {
    let isFirst = isSwept.withLock { isSwept in
      defer { isSwept = true }
      return !isSwept
    }
    if isFirst { sweep(parent) }
  }

  /// Removes the folders of runs that have ended, with the servers that they have left.
  static func sweep(_ parent: URL) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] {
      guard name.hasPrefix(prefix), let owner = ProcessIdentity(name.dropFirst(prefix.count)),
        owner.isGone
      else { continue }
      let folder = parent.appendingPathComponent(name)
      // Somebody else may have made one that names a process of this user.
      var status = stat()
      guard lstat(folder.path, &status) == 0, status.st_uid == getuid() else { continue }
      let note = FileManager.default.contents(atPath: folder.appendingPathComponent(serverFile).path)
      if let note, let server = ProcessIdentity(String(decoding: note, as: UTF8.self)[...]), server.isThere {
        kill(-server.process, SIGKILL)
      }
      try? FileManager.default.removeItem(at: folder)
    }
  }
}
