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
  /// fails on purpose, or is only there to be included. A link to a folder is not followed, since it can lead in a circle.
  package static func find(_ paths: [String]) throws(Failure) -> [String] {
    var found: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw .missing(path: path)
      }
      let tidy = tidied(path)
      let files = isFolder.boolValue ? scenarios(in: tidy) : [tidy]
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

  private static func scenarios(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.flatMap {
      name -> [String] in
      let path = folder == "." ? name : folder == "/" ? "/" + name : "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      guard isFolder.boolValue else { return name.hasSuffix(".chat") ? [path] : [] }
      if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil { return [] }
      return isSetAside(name) ? [] : scenarios(in: path)
    }
  }

  /// Whether the scenarios in a folder of this name are not run with those around it.
  static func isSetAside(_ folder: some StringProtocol) -> Bool { folder == "failing" || folder == "setup" }

  /// Reads one file.
  package static func read(_ path: String) throws(SourceLoadError) -> SourceFile {
    guard let data = FileManager.default.contents(atPath: path) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw SourceLoadError(reason: exists ? "it cannot be read" : "there is no such file")
    }
    return SourceFile(path: path, bytes: Array(data))
  }
}
