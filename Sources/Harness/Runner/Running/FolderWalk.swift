import Foundation

/// Finds the scenario files below a folder, through links to folders too.
///
/// A link can lead in a circle or to what is found anyway: a folder behind a link is entered once, and not at all where it is below
/// the first folder under its own name.
struct FolderWalk {
  /// The real paths of the folders that are not to be entered through a link.
  private var entered: Set<String>

  /// The files that end in `.chat`, in the order of the bytes of their names; what is set aside is left out.
  ///
  /// What cannot be read is found all the same, a folder that cannot be listed among it: reading it says what is wrong.
  static func scenarios(in folder: String) -> [String] {
    var walk = FolderWalk(entered: Set(folders(in: folder).map(realPath(of:))))
    return walk.scenarios(in: folder, isBehindLink: false)
  }

  private mutating func scenarios(in folder: String, isBehindLink: Bool) -> [String] {
    guard let entries = Self.entries(of: folder) else { return [folder] }
    var found: [String] = []
    for entry in entries where !ScenarioFiles.isSetAside(entry.name) {
      guard entry.isFolder else {
        if entry.name.hasSuffix(".chat") { found.append(entry.path) }
        continue
      }
      let isBehindLink = isBehindLink || entry.isLink
      if isBehindLink, !entered.insert(Self.realPath(of: entry.path)).inserted { continue }
      found += scenarios(in: entry.path, isBehindLink: isBehindLink)
    }
    return found
  }

  /// The folder and those below it that no link leads to.
  private static func folders(in folder: String) -> [String] {
    let inner = (entries(of: folder) ?? []).filter { entry in
      entry.isFolder && !entry.isLink && !ScenarioFiles.isSetAside(entry.name)
    }
    return [folder] + inner.flatMap { folders(in: $0.path) }
  }

  private struct Entry {
    let name: String
    let path: String
    let isFolder: Bool
    let isLink: Bool
  }

  /// What is in a folder, in the order of the bytes of the names, or nil where it cannot be listed.
  private static func entries(of folder: String) -> [Entry]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.map { name in
      let path = folder == "." ? name : folder == "/" ? "/" + name : "\(folder)/\(name)"
      let isLink = ScenarioFiles.destination(ofLinkAt: path) != nil
      return Entry(name: name, path: path, isFolder: ScenarioFiles.isFolder(path), isLink: isLink)
    }
  }

  private static func realPath(of path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }
}
