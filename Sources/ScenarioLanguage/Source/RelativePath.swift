/// Paths of included files, worked out as text so that the same file gives the same words on every machine.
package enum RelativePath {
  /// Whether a path can name a file relative to another: it does not begin at the root, and has no backslash and no control character.
  static func isAllowed(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.unicodeScalars.contains { $0 == "\\" || $0.value < 0x20 }
  }

  /// The path of a file that is named relative to the one that includes it, with `.` and `..` resolved where they can be.
  package static func resolve(_ path: String, from includingFile: String) -> String {
    let folder = includingFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    var parts: [Substring] = []
    for part in folder + path.split(separator: "/", omittingEmptySubsequences: false) {
      switch part {
      case "..":
        if let last = parts.last, last != "..", last != "" { parts.removeLast() } else { parts.append(part) }
      case ".":
        continue
      case "":
        // Only the root of an absolute path is kept.
        if parts.isEmpty && includingFile.hasPrefix("/") { parts.append(part) }
      case _:
        parts.append(part)
      }
    }
    return parts.joined(separator: "/")
  }
}
