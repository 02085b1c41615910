import ScenarioLanguage
import Wire

/// The files as the client sees them: what is open, and for the rest what is on the disk.
struct Workspace {
  let files: FileAccess
  /// The folders that the client has open.
  var folders: [String] = []
  private(set) var documents: [String: OpenDocument] = [:]

  /// The open documents in the order of their paths.
  var open: [OpenDocument] { documents.values.sorted { $0.path < $1.path } }

  /// The open document at a path.
  subscript(path: String) -> OpenDocument? {
    get { documents[path] }
    set { documents[path] = newValue }
  }

  /// Gives the file at a path as the client sees it.
  func read(_ path: String) throws(SourceLoadError) -> SourceFile {
    if let document = documents[path] { return document.file }
    return try files.read(path)
  }

  /// The URI of a file, in the client's own words where it has the file open.
  func uri(of path: String) -> String { documents[path]?.uri ?? DocumentURI.uri(of: path) }

  /// What a file and all that it includes say.
  func analysis(of path: String) throws(RPCError) -> Analysis {
    Analysis(try file(at: path), in: self)
  }

  /// The file that a request is about.
  func file(at path: String) throws(RPCError) -> SourceFile {
    do throws(SourceLoadError) {
      return try read(path)
    } catch {
      throw RPCError(.requestFailed, "cannot read \(path): \(error.reason)")
    }
  }

  /// A file of the client's folders that includes one of these files, beside them and one more; nil where there is none.
  ///
  /// What is defined in a file that others include cannot be renamed without them.
  func otherUser(of paths: Set<String>, besides root: String) -> String? {
    let others = Set(folders.flatMap(files.list)).subtracting(paths.union([root]))
    return others.sorted().first { path in
      guard let analysis = try? analysis(of: path) else { return false }
      return analysis.trees.contains { paths.contains($0.path) }
    }
  }
}
