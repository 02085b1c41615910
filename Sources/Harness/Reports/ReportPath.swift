/// The paths of files as reports for other programs have them, which run on another machine.
struct ReportPath {
  /// The path from the working directory, or nil where the file is not in it.
  let relative: String?
  /// The path without what is true of one machine only: no `/` and no `..` at its beginning.
  let stable: String

  /// - Parameter folder: The working directory, as an absolute path.
  init(_ path: String, from folder: String) {
    let parts = Self.parts(of: path.hasPrefix("/") ? path : folder + "/" + path)
    let base = Self.parts(of: folder)
    let isInside = parts.count > base.count && parts.starts(with: base)
    relative = isInside ? parts.dropFirst(base.count).joined(separator: "/") : nil
    // A path such as `../Scenarios` says enough without where it starts.
    stable = relative ?? Self.parts(of: path).joined(separator: "/")
  }

  /// The folders and the file of a path; `..` takes the one before it away.
  private static func parts(of path: String) -> [Substring] {
    path.split(separator: "/").reduce(into: []) { parts, part in
      switch part {
      case ".": break
      case "..": if !parts.isEmpty { parts.removeLast() }
      case _: parts.append(part)
      }
    }
  }
}
