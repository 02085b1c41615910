import Foundation
import TestSupport
import Testing

/// What `CONTRIBUTING.md` says of files is so.
@Suite struct ContributingTests {
  /// A list of the files of `Sources` that name its example.
  private struct List {
    let example: String
    let files: Set<String>
  }

  /// The lists: each begins with a comment that has a regular expression for the example, and ends with the next heading.
  private static func lists(in text: String) -> [List] {
    text.split(separator: "<!-- files: ").dropFirst().map { part in
      let halves = part.split(separator: " -->", maxSplits: 1)
      let section = halves[1].prefix(upTo: halves[1].firstRange(of: "\n#")?.lowerBound ?? halves[1].endIndex)
      let lines = section.split(separator: "\n").filter { $0.hasPrefix("- ") }
      return List(example: String(halves[0]), files: Set(lines.flatMap { paths(in: String($0)) }))
    }
  }

  private static func paths(in text: String) -> [String] {
    text.matches(of: /`(Sources\/[^`]+)`/).map { String($0.output.1) }
  }

  @Test func `whoever adds something finds all files that name its example, and no other`() throws {
    let lists = Self.lists(in: try PackageFolder.text(of: "CONTRIBUTING.md"))
    #expect(lists.count == 6)
    let sources = try PackageFolder.files(in: "Sources", ending: ".swift").map {
      (path: $0, text: try PackageFolder.text(of: $0))
    }
    for list in lists {
      let example = try Regex(list.example)
      let found = Set(sources.filter { $0.text.contains(example) }.map(\.path))
      #expect(
        found == list.files,
        """
        The list of files for \(list.example) in CONTRIBUTING.md is not right.
        It lacks: \(found.subtracting(list.files).sorted())
        It has too many: \(list.files.subtracting(found).sorted())
        """)
    }
  }

  @Test func `every path that it names is there`() throws {
    let text = try PackageFolder.text(of: "CONTRIBUTING.md")
    for match in text.matches(of: /`((?:Sources|Tests|Scenarios|Docs|Examples)\/[A-Za-z0-9+.\/_-]*)`/) {
      let path = String(match.output.1)
      #expect(FileManager.default.fileExists(atPath: PackageFolder.url.appending(path: path).path), "\(path)")
    }
  }
}
