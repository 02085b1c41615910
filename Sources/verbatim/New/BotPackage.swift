import ArgumentParser
import Foundation

/// A package with a bot in it, as `verbatim new bot` writes it.
struct BotPackage {
  /// The longest name.
  private static let longest = 24
  /// Modules that the package imports, directly or not: a module of the same name would hide one of them.
  private static let taken: Set<String> = [
    "botruntime", "bots", "bottesting", "client", "cjsonc", "csqlite", "engine", "foundation", "grdb",
    "harness",
    "host", "logging", "metrics", "scenariolanguage", "server", "store", "swift", "testing", "verbatim",
    "wire",
    "xctest",
  ]
  private static let keywords: Set<String> = [
    "as", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum",
    "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout",
    "internal", "is", "let", "nil", "operator", "private", "protocol", "public", "repeat", "rethrows",
    "return",
    "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias",
    "var", "where", "while",
  ]

  /// What the package, its module and its folder are called.
  let name: String
  let source: VerbatimSource

  /// The bot's type.
  var type: String { name.prefix(1).uppercased() + name.dropFirst() + "Bot" }
  /// The bot's user name.
  var user: String { name.lowercased() }

  init(name: String, source: VerbatimSource) throws {
    guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*/) != nil else {
      throw ValidationError(
        "\(name.debugDescription) is not a valid name; use letters from a to z, digits and underscores, a letter first, as in tea."
      )
    }
    guard name.count <= Self.longest else {
      throw ValidationError("The name has \(name.count) characters; at most \(Self.longest) are allowed.")
    }
    guard !Self.taken.contains(name.lowercased()), !Self.keywords.contains(name) else {
      throw ValidationError(
        "The name \(name) is taken by a module or is a keyword of Swift; choose another one.")
    }
    self.name = name
    self.source = source
  }

  /// Writes the package into a folder of its name, which is there completely or not at all.
  func write(to parent: String) throws(CreationFailure) {
    let folder = URL(fileURLWithPath: parent).appendingPathComponent(name)
    let draft = URL(fileURLWithPath: parent).appendingPathComponent(".\(name)-\(UUID().uuidString)")
    let files = FileManager.default
    guard !files.fileExists(atPath: folder.path) else { throw .exists(folder.path) }
    do {
      for file in contents {
        let place = draft.appendingPathComponent(file.path)
        try files.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: place)
      }
      try files.moveItem(at: draft, to: folder)
    } catch {
      try? files.removeItem(at: draft)
      throw .notWritten(folder.path, reason: error.localizedDescription)
    }
  }
}
