import Bots
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file with what outlives a bot's program. It belongs to one runner at a time, through a lock on a file beside it that the
/// system takes back when the program ends, however it ends.
///
/// Each writing replaces the file as a whole, so that it is the old one or the new one whenever the program is killed. The disk is
/// not waited for: after a failure of power the file may be some moments old.
final class StateFile: Sendable {
  /// What is in the file.
  struct Kept: Codable {
    /// Changes when an older program could not read what a newer one wrote.
    var format = 1
    /// Whose bot it is.
    var user: String
    var memory: BotMemory
  }

  private let path: String
  private let lock: Int32

  /// Takes the file, which need not be there, or that of the bot in a folder which is.
  init(_ path: String) throws(BotRunner.Failure) {
    var status = stat()
    let path = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR ? path + "/bot.json" : path
    self.path = path
    lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw .stateUnwritable(path: path, reason: Self.reason()) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw .stateInUse(path: path) }
  }

  deinit { if lock >= 0 { close(lock) } }

  /// Gives the file back, so that another runner can take it.
  func release() { flock(lock, LOCK_UN) }

  /// What is in the file, or nil where there is none.
  func load() throws(BotRunner.Failure) -> Kept? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      return nil
    } catch {
      throw .stateUnreadable(path: path, reason: Self.reason())
    }
    do {
      let kept = try JSONDecoder().decode(Kept.self, from: data)
      guard kept.format == 1 else {
        throw BotRunner.Failure.stateUnreadable(path: path, reason: "a newer version wrote it")
      }
      return kept
    } catch let failure as BotRunner.Failure {
      throw failure
    } catch {
      throw .stateUnreadable(path: path, reason: "it is not what a runner writes")
    }
  }

  /// Puts something else in the place of what is in the file.
  func save(_ kept: Kept) throws(BotRunner.Failure) {
    let new = path + ".new"
    // What a killed program may have left there could have other rights.
    unlink(new)
    let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .stateUnwritable(path: path, reason: Self.reason()) }
    defer { close(file) }
    guard let data = try? JSONEncoder().encode(kept) else {
      throw .stateUnwritable(path: path, reason: "the state cannot be written as JSON")
    }
    guard data.withUnsafeBytes({ Self.writeAll($0, to: file) }), rename(new, path) == 0 else {
      throw .stateUnwritable(path: path, reason: Self.reason())
    }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return false }
      rest = rest.dropFirst(written)
    }
    return true
  }

  /// What the system says went wrong last.
  private static func reason() -> String { String(cString: strerror(errno)) }
}
