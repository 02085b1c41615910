/// Paths of included files, worked out as text so that the same file gives the same words on every machine.
enum RelativePath {
  /// The path of a file that is named relative to the one that includes it, with `.` and `..` resolved where they can be.
  static func resolve(_ path: String, from includingFile: String) -> String {
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
