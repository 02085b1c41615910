import Foundation
package import ScenarioLanguage

/// Finds and reads scenario files.
package enum ScenarioFiles {
  /// Why paths give nothing to run.
  package enum Failure: Error, Hashable, Sendable {
    case missing(path: String)
    case empty(path: String)

    /// What is wrong and what helps, in one sentence.
    package var message: String {
      switch self {
      case .missing(let path): "there is no file or folder \(path)"
      case .empty(let path): "there is no scenario in \(path); scenario files end in .chat"
      }
    }
  }

  /// The scenario files that the paths name, each once, in the order of the paths and then of their names in bytes.
  ///
  /// In a folder those are all files that end in `.chat`, but for folders called `failing` and `setup`: what is in them
  /// fails on purpose, or is only there to be included. Hidden names and `node_modules` are left out too. A folder behind a link is entered too, each folder once.
  package static func find(_ paths: [String]) throws(Failure) -> [String] {
    var found: [String] = []
    for path in paths {
      // A link that leads nowhere is there, and reading it says so.
      guard FileManager.default.fileExists(atPath: path) || destination(ofLinkAt: path) != nil else {
        throw .missing(path: path)
      }
      let tidy = tidied(path)
      let files = isFolder(path) ? FolderWalk.scenarios(in: tidy) : [tidy]
      guard !files.isEmpty else { throw .empty(path: path) }
      found += files.filter { !found.contains($0) }
    }
    return found
  }

  /// The path without parts that mean nothing, so that reports know each file by one name however it was given.
  private static func tidied(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + parts }
    return parts.isEmpty ? "." : parts
  }

  /// Whether a file or folder of this name is not run with those around it.
  ///
  /// Hidden names are those of other programs, such as `.git` and `.#a.chat`, the lock of an editor.
  static func isSetAside(_ name: some StringProtocol) -> Bool {
    name.hasPrefix(".") || name == "failing" || name == "setup" || name == "node_modules"
  }

  /// Whether a folder is at a path, or behind a link there.
  package static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Where a symbolic link leads, or nil where the path is that of no link.
  package static func destination(ofLinkAt path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  /// Reads one file. Nothing else is opened: a pipe would wait for somebody to write.
  package static func read(_ path: String) throws(SourceLoadError) -> SourceFile {
    if let reason = obstacle(toReading: path) { throw SourceLoadError(reason: reason) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SourceLoadError(reason: "it cannot be read; look at its permissions")
    }
    return SourceFile(path: path, bytes: Array(data))
  }

  /// Why there is nothing to read at a path, or nil where there is a file.
  private static func obstacle(toReading path: String) -> String? {
    guard FileManager.default.fileExists(atPath: path) else {
      guard let target = destination(ofLinkAt: path) else { return "there is no such file" }
      let isLock = path.split(separator: "/").last?.hasPrefix(".#") == true
      let note = isLock ? "; an editor makes such a link while a file is not saved" : ""
      return "it is a link to \(target), and nothing is there\(note)"
    }
    if isFolder(path) {
      let isListed = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
      return isListed ? "it is a folder" : "it is a folder whose files cannot be listed"
    }
    let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
    return type == .typeRegular ? nil : "it is a pipe, a socket or a device"
  }
}
