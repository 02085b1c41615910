/// The files that one scenario was made from, so that a report can show the lines around a place.
package struct SourceSet: Equatable, Sendable {
  private var textByPath: [String: SourceText] = [:]

  /// Makes an empty set.
  package init() {}

  /// Makes a set of files.
  package init(_ files: [SourceFile]) {
    for file in files { insert(SourceText(file)) }
  }

  /// Adds a file, or replaces the one of the same path.
  package mutating func insert(_ text: SourceText) {
    textByPath[text.path] = text
  }

  /// The paths of the files, in the order of their bytes.
  package var paths: [String] {
    textByPath.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// The text of the file at a path, or nil where it is not in the set.
  package subscript(path: String) -> SourceText? { textByPath[path] }
}
