import ArgumentParser
import Foundation

/// Where a command writes lines: the terminal, or a file that is there only once it is complete.
final class LineOutput {
  private let path: String?
  private let handle: FileHandle
  private var buffer = Data()

  /// Opens a file beside the one that is asked for; it takes its place at the end.
  init(path: String?, notOver source: String) throws {
    self.path = path
    guard let path else {
      handle = .standardOutput
      return
    }
    func resolved(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    guard resolved(path) != resolved(source) else {
      throw ValidationError("\(path) is the database itself; choose another file.")
    }
    guard FileManager.default.createFile(atPath: Self.partial(path), contents: nil),
      let handle = FileHandle(forWritingAtPath: Self.partial(path))
    else { throw ValidationError("The file \(path) cannot be written; choose another one.") }
    self.handle = handle
  }

  func write(_ line: [UInt8]) throws {
    buffer.append(contentsOf: line)
    if buffer.count >= 65_536 { try flush() }
  }

  /// Has all lines written, and puts the file in its place. Where that fails, an existing file is not changed.
  func complete(_ writeLines: () throws -> Void) throws {
    do {
      try writeLines()
      try flush()
      guard let path else { return }
      try handle.close()
      guard rename(Self.partial(path), path) == 0 else {
        throw ValidationError("The file \(path) cannot be written; choose another one.")
      }
    } catch {
      if let path { unlink(Self.partial(path)) }
      throw error
    }
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw ValidationError("\(path ?? "The output") cannot be written: \(error.localizedDescription).")
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func partial(_ path: String) -> String { path + ".partial" }
}
