import ScenarioLanguage
import Wire

extension LanguageServer {
  /// Which part of a line would be renamed, and what it is called now.
  func prepareRename(_ parameters: JSON) throws(RPCError) -> JSON {
    let (found, rename) = try renaming(parameters)
    let part = Rename.namedPart(of: found.token, in: found.line)
    return .members([
      "range": encoding.range(part, of: found.line),
      "placeholder": .string(rename.symbol.name),
    ])
  }

  /// The changes, file by file, that give something another name.
  func rename(_ parameters: JSON) throws(RPCError) -> JSON {
    guard let newName = parameters["newName"]?.asText else {
      throw RPCError(.invalidParameters, "the parameters have no newName")
    }
    let (found, rename) = try renaming(parameters)
    let edits = try rename.edits(to: newName)
    let paths = Set(edits.map(\.path))
    if !rename.symbol.isLocal {
      // A file without a title is there to be included.
      let shared = rename.analysis.tree.hasTitle ? paths.subtracting([found.path]) : paths
      try checkIncluded(shared, from: found.path)
    }
    let changes = paths.sorted().map { path in
      JSON.Member(
        workspace.uri(of: path),
        .array(
          edits.filter { $0.path == path }.map { edit in
            JSON.members([
              "range": encoding.range(edit.range, of: edit.line),
              "newText": .string(edit.text),
            ])
          }))
    }
    return .members(["changes": .object(changes)])
  }

  private func renaming(_ parameters: JSON) throws(RPCError) -> (Occurrence, Rename) {
    let (analysis, line, offset) = try place(parameters)
    guard let found = analysis.occurrence(inLine: line, at: offset) else {
      throw RPCError(.requestFailed, "only users, macros and names for values can be renamed")
    }
    return (found, try Rename(of: found, in: analysis))
  }

  /// What other files see of a file that they include cannot be renamed without them.
  private func checkIncluded(_ paths: Set<String>, from root: String) throws(RPCError) {
    guard let path = paths.min() else { return }
    guard !workspace.folders.isEmpty else {
      throw RPCError(
        .requestFailed, "\(path) may be included by other files; open their folder to rename it here")
    }
    if let other = workspace.otherUser(of: paths, besides: root) {
      throw RPCError(.requestFailed, "\(other) includes \(path) too; rename it by hand")
    }
  }
}
