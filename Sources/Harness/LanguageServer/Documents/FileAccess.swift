package import ScenarioLanguage

/// How the server reaches the files that are not open.
package struct FileAccess: Sendable {
  /// Gives the file at a path, or says why not.
  package var read: @Sendable (String) throws(SourceLoadError) -> SourceFile
  /// Gives the paths of all scenario files below a folder.
  package var list: @Sendable (String) -> [String]

  /// Makes an access of two functions.
  package init(
    read: @escaping @Sendable (String) throws(SourceLoadError) -> SourceFile,
    list: @escaping @Sendable (String) -> [String]
  ) {
    (self.read, self.list) = (read, list)
  }
}
