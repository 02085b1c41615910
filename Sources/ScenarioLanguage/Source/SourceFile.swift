/// A scenario file as it was read: its path, as reports show it, and its bytes.
package struct SourceFile: Hashable, Sendable {
  /// The path that diagnostics print, with `/` between its parts.
  package var path: String
  /// What the file holds, not yet decoded.
  package var bytes: [UInt8]

  /// Names some bytes.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Names some text, which becomes its UTF-8 bytes.
  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}

/// Why a file that a scenario includes could not be read.
package struct SourceLoadError: Error, Hashable, Sendable {
  /// The reason in words that complete "cannot read PATH: …".
  package var reason: String

  /// Makes an error from words that complete "cannot read PATH: …".
  package init(reason: String) {
    self.reason = reason
  }

  /// What a report says of a file that was to be run or checked.
  package func diagnostic(of path: String) -> Diagnostic {
    Diagnostic(
      .fileUnreadable, "cannot read the file: \(reason)", remedy: "make it a readable file, or remove it",
      at: SourceSpan(path: path))
  }
}
