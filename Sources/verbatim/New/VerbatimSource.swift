import ArgumentParser
import Foundation

/// Where a package finds Verbatim's libraries.
enum VerbatimSource: Hashable {
  /// A folder, by its absolute path.
  case checkout(path: String)
  case repository(url: String)

  /// Reads what the command line says.
  init(_ text: String) throws {
    if text.contains("://") || text.hasPrefix("git@") {
      self = .repository(url: text)
      return
    }
    let folder = URL(fileURLWithPath: text).standardizedFileURL
    guard Self.isCheckout(folder) else {
      throw ValidationError(
        "There is no checkout of Verbatim in \(folder.path); give --verbatim another one.")
    }
    self = .checkout(path: folder.path)
  }

  /// The checkout in whose build folder this program is.
  static func ofThisProgram() throws -> VerbatimSource {
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      if isCheckout(folder) { return .checkout(path: folder.path) }
    }
    throw ValidationError(
      "This program is not in the build folder of a checkout; give --verbatim a checkout or the address of the repository."
    )
  }

  private static func isCheckout(_ folder: URL) -> Bool {
    let manifest = try? String(contentsOf: folder.appendingPathComponent("Package.swift"), encoding: .utf8)
    return manifest?.contains(#"name: "verbatim","#) == true
  }

  /// The dependency as a manifest has it.
  var dependency: String {
    switch self {
    case .checkout(let path): ".package(name: \"verbatim\", path: \(path.debugDescription))"
    case .repository(let url): ".package(url: \(url.debugDescription), branch: \"main\")"
    }
  }

  /// What the manifest calls the package that has the libraries.
  var package: String {
    switch self {
    case .checkout: return "verbatim"
    case .repository(let url):
      let last = url.split(whereSeparator: { "/:".contains($0) }).last.map(String.init) ?? url
      return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    }
  }
}
