package import ScenarioLanguage

/// Scenario files that a program has in itself, in the form in which `Scripts/embed` writes them.
package struct ScenarioArchive: Sendable {
  private let bytesByPath: [String: ArraySlice<UInt8>]

  /// Reads an archive: a line with length and path for each file, an empty line, and the bytes of all files.
  ///
  /// It is nil where the bytes are no archive, or have something left over.
  package init?(_ bytes: [UInt8]) {
    var bytesByPath: [String: ArraySlice<UInt8>] = [:]
    var files: [(path: String, length: Int)] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      guard !line.isEmpty else { break }
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard words.count == 2, let length = Int(String(decoding: words[0], as: UTF8.self)), length >= 0
      else { return nil }
      files.append((String(decoding: words[1], as: UTF8.self), length))
    }
    for (path, length) in files {
      guard length <= rest.count else { return nil }
      bytesByPath[path] = rest.prefix(length)
      rest = rest.dropFirst(length)
    }
    guard rest.isEmpty, !files.isEmpty else { return nil }
    self.bytesByPath = bytesByPath
  }

  /// The scenarios below a folder, as `ScenarioFiles.find` has them of a folder on disk: in the same order, and without what is
  /// set aside.
  package func scenarios(in folder: String) -> [String] {
    let paths = bytesByPath.keys.filter { path in
      path.hasPrefix(folder + "/") && path.hasSuffix(".chat")
        && !path.split(separator: "/").contains { ScenarioFiles.isSetAside($0) }
    }
    // Names are compared part by part, so that what ends a part has to be less than all that can be in it.
    return paths.map { path in (path, Array(path.utf8.map { $0 == UInt8(ascii: "/") ? 0 : $0 })) }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }

  /// Reads one file.
  package func read(_ path: String) throws(SourceLoadError) -> SourceFile {
    guard let bytes = bytesByPath[path] else { throw SourceLoadError(reason: "there is no such file") }
    return SourceFile(path: path, bytes: Array(bytes))
  }
}
