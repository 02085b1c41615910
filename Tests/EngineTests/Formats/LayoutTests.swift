import Foundation
import TestSupport
import Testing

@testable import Engine

/// A layout that changes without a new format would make databases unreadable without anybody noticing.
@Suite struct LayoutTests {
  /// The layout of all that is written: of a state that has something of everything, and of all kinds of inputs.
  private func currentLayout() -> [String] {
    var layout = Layout()
    layout.addFields(of: Stage.crowded().engine.canonicalBytes, as: "state")
    for input in Samples.inputs { layout.addChoice(of: input.canonicalBytes, as: "input") }
    let names = Limit.allCases.map { "limit \($0.name)" }
    return layout.lines.sorted() + names
  }

  private static let format = StateFormat.newest.rawValue
  private static var file: URL { PackageFolder.url.appending(path: "Tests/Formats/\(format).layout") }

  @Test func `the layout is the one that this format was released with`() throws {
    let layout = currentLayout()
    let text = layout.joined(separator: "\n") + "\n"
    if PackageFolder.isRenewing {
      try text.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let known = try String(contentsOf: Self.file, encoding: .utf8)
    let (now, before) = (Set(layout), Set(known.split(separator: "\n").map(String.init)))
    #expect(
      now == before,
      """
      What is written has changed, and the format is \(Self.format) as before.
      New: \(now.subtracting(before).sorted().joined(separator: ", "))
      Gone: \(before.subtracting(now).sorted().joined(separator: ", "))
      Add a case to StateFormat, write its layout with RENEW=1 swift test --filter LayoutTests, and make its database
      with Tests/Formats/make_database.py; see Docs/formats.md.
      """)
  }

  @Test func `every format has a database`() throws {
    for format in StateFormat.allCases {
      for kind in ["stopped.db", "killed.db"] {
        let path = PackageFolder.url.appending(path: "Tests/Formats/\(format.rawValue)-\(kind)").path
        #expect(
          FileManager.default.fileExists(atPath: path),
          "There is no \(path); make it with Tests/Formats/make_database.py, see Docs/formats.md.")
      }
    }
  }

  @Test func `a field that is added, or is of another kind, changes the layout`() {
    func layout(_ write: (inout CanonicalWriter) -> Void) -> Set<String> {
      var writer = CanonicalWriter()
      write(&writer)
      var layout = Layout()
      layout.addFields(of: writer.bytes, as: "state")
      return layout.lines
    }
    let pair = Pair(UserID(1), UserID(2))
    let before = layout { $0.write(1, pair) }
    #expect(before == ["state.1 record", "state.1.1 number", "state.1.2 number"])
    let added = layout {
      $0.write(1, pair)
      $0.write(2, true)
    }
    #expect(added.subtracting(before) == ["state.2 number"])
    let changed = layout { $0.write(1, "a text") }
    #expect(changed == ["state.1 bytes"])
  }
}
