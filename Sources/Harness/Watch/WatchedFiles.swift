import Foundation
import Harness

/// The scenario files below some paths, and what each was made from: what a change touches.
package struct WatchedFiles: Sendable {
  /// What is different since somebody looked last.
  package struct Change: Hashable, Sendable {
    /// Files that were written, scenarios and what they include.
    package var changed: [String] = []
    /// Scenario files that were not there before.
    package var new: [String] = []
    /// Scenario files that are gone.
    package var deleted: [String] = []
    /// The scenario files to run, in the order of the suite.
    package var run: [String] = []

    package init() {}

    /// Whether nothing is different.
    package var isEmpty: Bool { self == Change() }
  }

  /// The paths that are watched, as they were given.
  package let paths: [String]
  /// The scenario files, in the order of the suite.
  package private(set) var files: [String] = []
  /// What is wrong with paths that have no scenario now.
  package private(set) var problems: [String] = []
  /// What reading each file has asked for, itself first among it, with the stamps from before it was read.
  private var readsByFile: [String: [String: FileStamp]] = [:]

  package init(_ paths: [String]) { self.paths = paths }

  /// Looks at all files; what is found to be different is found once.
  package mutating func look() -> Change {
    var change = Change()
    let found = find()
    let known = Set(files)
    let there = Set(found)
    change.deleted = files.filter { !there.contains($0) }
    for file in change.deleted { readsByFile[file] = nil }
    change.new = found.filter { !known.contains($0) }
    files = found
    var stamps: [String: FileStamp] = [:]
    var written: Set<String> = []
    for file in files {
      guard let reads = readsByFile[file] else {
        readsByFile[file] = [file: FileStamp(of: file)]
        change.run.append(file)
        continue
      }
      var isTouched = false
      for (path, before) in reads {
        let now = stamps[path] ?? FileStamp(of: path)
        stamps[path] = now
        guard now != before else { continue }
        readsByFile[file]?[path] = now
        written.insert(path)
        isTouched = true
      }
      if isTouched { change.run.append(file) }
    }
    change.changed = written.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return change
  }

  /// Takes what running a file has asked for; a change of any of that touches the file from now on.
  package mutating func note(_ reads: [String: FileStamp], of file: String) {
    guard readsByFile[file] != nil else { return }
    readsByFile[file] = reads
  }

  /// The folders in which something can happen that `look` would find.
  package var folders: Set<String> {
    let roots = paths.filter(ScenarioFiles.isFolder)
      .flatMap { Self.tree(below: URL(fileURLWithPath: $0).path) }
    let places = Set(readsByFile.values.flatMap(\.keys)).union(paths).flatMap { path in
      let url = URL(fileURLWithPath: path)
      return [url, url.resolvingSymlinksInPath()]
    }
    return Set(roots + places.map(Self.nearestFolder))
  }

  private mutating func find() -> [String] {
    var found: [String] = []
    problems = []
    for path in paths {
      do throws(ScenarioFiles.Failure) {
        found += try ScenarioFiles.find([path])
      } catch {
        problems.append(error.message)
      }
    }
    return found.withoutRepetitions
  }

  // MARK: - Folders

  /// The folder and those below it that no link leads to.
  private static func tree(below folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // Version control and builds keep much in such folders that no scenario is in.
    let places = names.filter { !$0.hasPrefix(".") && $0 != "node_modules" }.map { "\(folder)/\($0)" }
    let inner = places.filter { path in
      ScenarioFiles.isFolder(path) && ScenarioFiles.destination(ofLinkAt: path) == nil
    }
    return [folder] + inner.flatMap { tree(below: $0) }
  }

  /// The folder that a file is in, or the nearest one above where that is gone: in it the others are made again.
  private static func nearestFolder(above place: URL) -> String {
    var folder = place.deletingLastPathComponent()
    while !ScenarioFiles.isFolder(folder.path), folder.pathComponents.count > 1 {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }
}

extension WatchedFiles.Change {
  /// Both changes as one, where the second came before anybody was told of the first.
  package func joined(with later: WatchedFiles.Change) -> Self {
    var both = self
    both.changed = (changed + later.changed).withoutRepetitions
    both.new = (new + later.new).withoutRepetitions
    both.deleted = (deleted + later.deleted).withoutRepetitions
    both.run = (run + later.run).withoutRepetitions
    // What is gone again, or there again, is told as it is now.
    both.new.removeAll { later.deleted.contains($0) }
    both.deleted.removeAll { later.new.contains($0) }
    both.run.removeAll { later.deleted.contains($0) }
    return both
  }
}
