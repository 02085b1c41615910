import ScenarioLanguage
import Wire

extension LanguageServer {
  mutating func didOpen(_ parameters: JSON) throws(RPCError) {
    let document = parameters["textDocument"] ?? .null
    guard let uri = document["uri"]?.asText, let text = document["text"]?.asText else {
      throw RPCError(.invalidParameters, "an opened document has a uri and a text")
    }
    let opened = OpenDocument(uri: uri, version: document["version"]?.asInteger ?? 0, text: text)
    workspace[opened.path] = opened
    publish(changed: opened.path)
  }

  mutating func didChange(_ parameters: JSON) throws(RPCError) {
    let path = try path(parameters)
    guard var document = workspace[path] else {
      throw RPCError(.invalidParameters, "the document is not open: \(path)")
    }
    let version = parameters["textDocument"]?["version"]?.asInteger ?? document.version
    try document.apply(parameters["contentChanges"]?.elements ?? [], version: version, encoding)
    workspace[path] = document
    publish(changed: path)
  }

  mutating func didClose(_ parameters: JSON) throws(RPCError) {
    let path = try path(parameters)
    guard let document = workspace[path] else { return }
    workspace[path] = nil
    foundByRuns[path] = nil
    outbox.append(publication(of: [], uri: document.uri, version: nil))
    publish(changed: path)
  }

  /// Publishes what is wrong with a file that has changed, and with the open ones that include it.
  mutating func publish(changed path: String) {
    let outdated = foundByRuns
    foundByRuns = [:]
    for document in workspace.open {
      let isAffected =
        document.path == path || outdated[document.path] != nil || includes(path, in: document)
      if isAffected { publish(document) }
    }
  }

  private func includes(_ path: String, in document: OpenDocument) -> Bool {
    guard let analysis = try? workspace.analysis(of: document.path) else { return false }
    return analysis.trees.contains { $0.path == path }
  }

  /// Publishes what is wrong with an open file.
  mutating func publish(_ document: OpenDocument) {
    let (diagnostics, sources) = Linter.lint(document.file, vocabulary: vocabulary, load: workspace.read)
    let findings =
      diagnostics.map { Finding($0, in: document.path, sources) } + (foundByRuns[document.path] ?? [])
    outbox.append(publication(of: findings, uri: document.uri, version: document.version))
  }

  private func publication(of findings: [Finding], uri: String, version: Int?) -> JSON {
    let uriOf: ((String) -> String)? = showsRelatedPlaces ? { workspace.uri(of: $0) } : nil
    return RPCMessage.outgoing(
      "textDocument/publishDiagnostics",
      .members([
        "uri": .string(uri),
        "version": version.map { JSON.integer(Int64($0)) },
        "diagnostics": .array(findings.map { $0.json(encoding, uri: uriOf) }),
      ]))
  }

  /// The changes that bring a file into the canonical layout; null where it has an error, which its diagnostics show.
  func formatting(_ parameters: JSON) throws(RPCError) -> JSON {
    let file = try workspace.file(at: path(parameters))
    guard case .success(let text) = ScenarioFormatter.format(file) else { return .null }
    return .array(LineChange(from: String(decoding: file.bytes, as: UTF8.self), to: text).edits)
  }
}

/// The lines in which two texts differ: one run of them, so that a cursor elsewhere stays where it is.
private struct LineChange {
  let edits: [JSON]

  init(from old: String, to new: String) {
    let (before, after) = (Self.lines(old), Self.lines(new))
    let start = zip(before, after).prefix { $0 == $1 }.count
    let rest = min(before.count, after.count) - start
    let end = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
    let kept = min(rest, end)
    guard start < before.count || start < after.count else {
      edits = []
      return
    }
    let text = after[start..<(after.count - kept)].joined()
    let range = Position.range(
      from: Position(line: start, character: 0),
      to: Position(line: before.count - kept, character: 0))
    edits = [.members(["range": range, "newText": .string(text)])]
  }

  /// The lines with their ends, so that joined they are the text.
  private static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
      lines.append(String(decoding: rest[..<end], as: UTF8.self))
      rest = rest[end...]
    }
    return lines
  }
}
