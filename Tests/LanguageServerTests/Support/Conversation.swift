import Harness
import LanguageServer
import ScenarioLanguage
import Testing
import Wire

/// A client that talks to a server whose disk is a dictionary.
final class Conversation {
  static let folder = "/suite"
  private var server: LanguageServer
  private var lastID: Int64 = 0

  /// - Parameters:
  ///   - disk: The files by their names in the folder.
  ///   - capabilities: What the client says that it can do, in JSON; nil where it does not initialize the server.
  init(_ disk: [String: String] = [:], capabilities: String? = "{}") throws {
    let folder = Self.folder
    server = LanguageServer(
      files: FileAccess(
        read: { path throws(SourceLoadError) in
          guard path.hasPrefix(folder + "/"), let text = disk[String(path.dropFirst(folder.count + 1))] else {
            throw SourceLoadError(reason: "there is no such file")
          }
          return SourceFile(path: path, text: text)
        },
        list: { _ in disk.keys.sorted().map { "\(folder)/\($0)" } }), vocabulary: .chat)
    guard let capabilities else { return }
    _ = try request(
      "initialize", #"{"capabilities":\#(capabilities),"rootUri":"file://\#(folder)"}"#)
    _ = try notify("initialized", "{}")
  }

  var exitCode: Int32? { server.exitCode }

  /// The URI of a file in the folder.
  static func uri(_ name: String) -> String { "file://\(folder)/\(name)" }

  // MARK: Messages

  /// Sends a request, and gives the answer.
  func request(_ method: String, _ parameters: String) throws -> JSON {
    try #require(try messages(for: method, parameters).last)
  }

  /// Sends a request that has to be carried out, and gives its result.
  func result(_ method: String, _ parameters: String) throws -> JSON {
    let answer = try request(method, parameters)
    return try #require(answer["result"], "\(String(decoding: answer.bytes, as: UTF8.self))")
  }

  /// Sends a request that has to be refused, and gives the code and the message.
  func refusal(_ method: String, _ parameters: String) throws -> (code: JSON, message: String) {
    let error = try #require(try request(method, parameters)["error"])
    guard case .string(let message)? = error["message"] else { return (error["code"] ?? .null, "") }
    return (error["code"] ?? .null, message)
  }

  /// Sends a request, and gives all that comes until it is answered.
  func messages(for method: String, _ parameters: String) throws -> [JSON] {
    lastID += 1
    return server.receive(
      Array(#"{"jsonrpc":"2.0","id":\#(lastID),"method":"\#(method)","params":\#(parameters)}"#.utf8))
  }

  /// Sends a notification, and gives what comes of it.
  func notify(_ method: String, _ parameters: String) throws -> [JSON] {
    server.receive(Array(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(parameters)}"#.utf8))
  }

  /// Sends any bytes.
  func send(_ text: String) -> [JSON] { server.receive(Array(text.utf8)) }

  // MARK: Files

  /// Opens a file, and gives what is published about it.
  @discardableResult
  func open(_ name: String, _ text: String) throws -> [JSON] {
    let quoted = String(decoding: JSON.string(text).bytes, as: UTF8.self)
    return try notify(
      "textDocument/didOpen",
      #"{"textDocument":{"uri":"\#(Self.uri(name))","languageId":"verbatim","version":1,"text":\#(quoted)}}"#)
  }

  /// Asks something about a place in a file, which it opens first; the place is where `§` stands in the text.
  func ask(
    _ method: String, at marked: String, in name: String = "a.chat", _ more: String = ""
  ) throws -> JSON {
    try result(method, try parameters(at: marked, in: name, more))
  }

  /// The parameters of a request about the place where `§` stands.
  func parameters(
    at marked: String, in name: String = "a.chat", _ more: String = ""
  ) throws -> String {
    let parts = marked.split(separator: "§", omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    try open(name, parts.joined())
    let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
    let character = lines.last?.utf16.count ?? 0
    return
      #"{"textDocument":{"uri":"\#(Self.uri(name))"},"position":{"line":\#(lines.count - 1),"character":\#(character)}\#(more)}"#
  }
}

/// The JSON of a text that a test is written in.
func json(_ text: String) throws -> JSON {
  try JSON.parse(Array(text.utf8), maximumBytes: 1 << 20)
}

extension JSON {
  /// The elements of an array.
  var list: [JSON] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The text, or nothing where it is none.
  var words: String {
    if case .string(let text) = self { text } else { "" }
  }
}
