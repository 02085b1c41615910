import ArgumentParser
import Foundation
import Harness
import LanguageServer
import ScenarioLanguage
import Wire

/// `verbatim lsp`
struct LanguageServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp",
    abstract: "Serve an editor: mistakes, completion, formatting and runs of scenario files (LSP 3.17).",
    discussion: """
      Editors start it, and talk to it over standard input and output. It ends with 0 where the editor has asked it to \
      shut down, and otherwise with 1.
      """)

  @OptionGroup var ownClauses: ClausesOption

  // Many clients add it.
  @Flag(help: ArgumentHelp("Use standard input and output, as always.", visibility: .hidden))
  var stdio = false

  /// How much of standard input is read at a time, in bytes.
  private static let portionBytes = 65_536

  func run() throws {
    var server = LanguageServer(
      files: .ofDisk, vocabulary: try ownClauses.vocabulary(), version: Version.number)
    var reader = MessageReader()
    while let portion = Self.portion() {
      reader.append(portion)
      while let next = reader.next() {
        switch next {
        case .message(let bytes): try send(server.receive(bytes))
        case .tooLong(let count): try send(server.refusal(ofBytes: count))
        case .broken(let reason):
          StandardError.write("Error: standard input is no conversation with an editor: \(reason).\n")
          throw Outcome.failed
        }
        if let code = server.exitCode { throw ExitCode(code) }
      }
    }
    // The editor is gone without a word.
    throw Outcome.failed
  }

  /// What has come, at least a byte; nil at the end. `FileHandle` would wait for more than there is.
  private static func portion() -> ArraySlice<UInt8>? {
    var buffer = [UInt8](repeating: 0, count: portionBytes)
    while true {
      let count = read(STDIN_FILENO, &buffer, portionBytes)
      if count < 0 && errno == EINTR { continue }
      return count > 0 ? buffer[..<count] : nil
    }
  }

  private func send(_ messages: [JSON]) throws {
    for message in messages {
      try FileHandle.standardOutput.write(contentsOf: MessageReader.framed(message.bytes))
    }
  }
}

extension FileAccess {
  /// How many entries of a folder are looked at.
  private static let mostEntries = 100_000

  /// The files of this machine.
  fileprivate static let ofDisk = FileAccess(
    read: { path throws(SourceLoadError) in try ScenarioFiles.read(path) },
    list: { folder in
      var found: [String] = []
      guard let entries = FileManager.default.enumerator(atPath: folder) else { return found }
      for entry in entries.prefix(FileAccess.mostEntries) {
        if let name = entry as? String, name.hasSuffix(".chat") { found.append("\(folder)/\(name)") }
      }
      return found
    })
}
