package import ScenarioLanguage
package import Wire

/// A language server for scenario files (LSP 3.17): takes the client's messages one by one, and gives those to send.
///
/// It is a value that opens nothing itself, so that a test reads like a transcript.
package struct LanguageServer {
  /// How far the conversation is.
  private enum Phase {
    case uninitialized
    case running
    case shutDown
  }

  /// How deep a message may be nested.
  private static let jsonDepth = 64

  private var phase = Phase.uninitialized
  /// What the process exits with, once the client has told it to.
  package private(set) var exitCode: Int32?
  let vocabulary: Vocabulary
  let version: String
  var workspace: Workspace
  var encoding = PositionEncoding.utf16
  /// Whether the client shows places that belong to a diagnostic.
  private(set) var showsRelatedPlaces = false
  /// What the last run of a file found, until the file changes.
  var foundByRuns: [String: [Finding]] = [:]
  /// Messages to send before the answer of the request that is being carried out.
  var outbox: [JSON] = []

  /// Makes a server that waits for `initialize`.
  ///
  /// - Parameters:
  ///   - files: How it reads what is not open.
  ///   - vocabulary: The words that scenarios may use.
  ///   - version: What it tells clients of itself.
  package init(files: FileAccess, vocabulary: Vocabulary, version: String = "") {
    workspace = Workspace(files: files)
    (self.vocabulary, self.version) = (vocabulary, version)
  }

  /// Takes the bytes of a message, and gives the messages to send.
  package mutating func receive(_ bytes: [UInt8]) -> [JSON] {
    do throws(JSONError) {
      return receive(
        try JSON.parse(bytes, maximumBytes: MessageReader.mostBytes, maximumDepth: Self.jsonDepth))
    } catch {
      return [RPCMessage.answer(to: .null, error: RPCError(.parseError, error.description))]
    }
  }

  /// The answer to a message that is longer than the limit, and was not read.
  package func refusal(ofBytes count: Int) -> [JSON] {
    let message = "a message has \(count) bytes; the limit is \(MessageReader.mostBytes)"
    return [RPCMessage.answer(to: .null, error: RPCError(.invalidRequest, message))]
  }

  /// Takes a message, and gives the messages to send.
  package mutating func receive(_ json: JSON) -> [JSON] {
    guard exitCode == nil else { return [] }
    defer { outbox = [] }
    do throws(RPCError) {
      switch try RPCMessage(json) {
      case .response: return []
      case .notification(let method, let parameters):
        // A notification cannot be answered; one that is not valid changes nothing.
        try? receive(notification: method, parameters)
        return outbox
      case .request(let id, let method, let parameters):
        return answer(id, method, parameters)
      }
    } catch {
      return [RPCMessage.answer(to: json["id"] ?? .null, error: error)]
    }
  }

  private mutating func answer(_ id: JSON, _ method: String, _ parameters: JSON) -> [JSON] {
    do throws(RPCError) {
      let result = try result(of: method, parameters)
      return outbox + [RPCMessage.answer(to: id, result: result)]
    } catch {
      return outbox + [RPCMessage.answer(to: id, error: error)]
    }
  }

  // MARK: Life

  private mutating func result(of method: String, _ parameters: JSON) throws(RPCError) -> JSON {
    switch (phase, method) {
    case (.uninitialized, "initialize"): return initialize(parameters)
    case (.uninitialized, _): throw RPCError(.serverNotInitialized, "the first request is initialize")
    case (.running, "initialize"): throw RPCError(.invalidRequest, "initialize comes only once")
    case (.running, "shutdown"):
      phase = .shutDown
      return .null
    case (.running, _): return try featureResult(of: method, parameters)
    case (.shutDown, _): throw RPCError(.invalidRequest, "after shutdown comes only exit")
    }
  }

  private mutating func initialize(_ parameters: JSON) -> JSON {
    phase = .running
    let client = parameters["capabilities"] ?? .null
    encoding = PositionEncoding(offeredBy: client)
    showsRelatedPlaces =
      client["textDocument"]?["publishDiagnostics"]?["relatedInformation"]?.isTrue ?? false
    let folders = parameters["workspaceFolders"]?.elements.compactMap { $0["uri"]?.asText } ?? []
    let root = parameters["rootUri"]?.asText
    workspace.folders = (folders.isEmpty ? [root].compactMap(\.self) : folders).map(DocumentURI.path)
    return .members([
      "capabilities": ServerCapabilities.json(encoding),
      "serverInfo": .members(["name": .string("verbatim"), "version": .string(version)]),
    ])
  }

  private mutating func receive(notification method: String, _ parameters: JSON) throws(RPCError) {
    switch (phase, method) {
    case (_, "exit"): exitCode = if case .shutDown = phase { 0 } else { 1 }
    case (.running, "textDocument/didOpen"): try didOpen(parameters)
    case (.running, "textDocument/didChange"): try didChange(parameters)
    case (.running, "textDocument/didClose"): try didClose(parameters)
    case (.running, "textDocument/didSave"): publish(changed: try path(parameters))
    case (.running, "workspace/didChangeWatchedFiles"): for document in workspace.open { publish(document) }
    case _: break
    }
  }

  // MARK: Requests

  private mutating func featureResult(of method: String, _ parameters: JSON) throws(RPCError) -> JSON {
    switch method {
    case "textDocument/formatting": try formatting(parameters)
    case "textDocument/completion": try completion(parameters)
    case "textDocument/hover": try hover(parameters)
    case "textDocument/definition": try definition(parameters)
    case "textDocument/references": try references(parameters)
    case "textDocument/documentSymbol": Outline(try analysis(parameters), encoding).symbols
    case "textDocument/foldingRange": Outline(try analysis(parameters), encoding).foldingRanges
    case "textDocument/prepareRename": try prepareRename(parameters)
    case "textDocument/rename": try rename(parameters)
    case "textDocument/codeLens": RunLenses.lenses(try analysis(parameters), encoding)
    case "textDocument/semanticTokens/full": SemanticTokens.json(try analysis(parameters), encoding)
    case "workspace/executeCommand": try executeCommand(parameters)
    case _: throw RPCError(.methodNotFound, "there is no method \(method)")
    }
  }

  /// The path of the file that a request is about.
  func path(_ parameters: JSON) throws(RPCError) -> String {
    guard let uri = parameters["textDocument"]?["uri"]?.asText else {
      throw RPCError(.invalidParameters, "the parameters have no textDocument with a uri")
    }
    return DocumentURI.path(of: uri)
  }

  /// What the file that a request is about says.
  func analysis(_ parameters: JSON) throws(RPCError) -> Analysis {
    try workspace.analysis(of: try path(parameters))
  }

  /// What a request is about: a file, the index of a line and a place in it, in scalars.
  func place(_ parameters: JSON) throws(RPCError) -> (analysis: Analysis, line: Int, offset: Int) {
    let analysis = try analysis(parameters)
    guard let position = Position(parameters["position"]) else {
      throw RPCError(.invalidParameters, "the parameters have no position with line and character")
    }
    let text = analysis.line(position.line)?.text ?? ""
    return (analysis, position.line, encoding.scalars(before: position.character, in: text))
  }
}
