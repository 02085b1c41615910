import Foundation
import TestSupport
import Testing

/// `verbatim new bot`, from outside. That the package builds and passes its tests is seen by `make new-bot`.
@Suite("verbatim new bot", .blocking) struct NewBotCommandTests {
  private func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = try Folder()
    defer { folder.remove() }
    try body(folder)
  }

  /// All files in a folder, by their paths.
  private func files(in folder: Folder) -> [String] {
    (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
      .filter { $0.contains(".") && !$0.hasSuffix("/") }.sorted()
  }

  @Test func `it writes a package that finds the checkout of the program`() throws {
    try inFolder { folder in
      let command = try Command.verbatim("new", "bot", "tea", in: folder)
      #expect(command.errors == "")
      #expect(command.exitCode == 0)
      #expect(
        command.output
          == "tea is a package with a bot. `cd tea && swift test` builds it and runs its tests.\n")
      #expect(
        files(in: folder) == [
          "tea/.gitignore", "tea/Package.swift", "tea/README.md", "tea/Scenarios/hello.chat",
          "tea/Sources/tea/TeaBot.swift", "tea/Sources/tea/main.swift",
          "tea/Tests/teaTests/TeaBotTests.swift",
        ])
      let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../..").standardizedFileURL.path
      #expect(
        try folder.read("tea/Package.swift").contains(#".package(name: "verbatim", path: "\#(checkout)")"#))
      let lint = try Command.verbatim("format", "--check", "tea/Scenarios/hello.chat", in: folder)
      #expect(lint.exitCode == 0)
    }
  }

  @Test func `it can depend on a repository`() throws {
    try inFolder { folder in
      let command = try Command.verbatim(
        "new", "bot", "tea", "--verbatim", "https://example.org/chat/verbatim-fork.git", in: folder)
      #expect(command.exitCode == 0)
      let manifest = try folder.read("tea/Package.swift")
      #expect(
        manifest.contains(#".package(url: "https://example.org/chat/verbatim-fork.git", branch: "main")"#))
      #expect(manifest.contains(#".product(name: "Bots", package: "verbatim-fork")"#))
    }
  }

  @Test func `what is there already is left alone`() throws {
    try inFolder { folder in
      try folder.write("mine", to: "tea/notes.txt")
      let command = try Command.verbatim("new", "bot", "tea", in: folder)
      #expect(command.exitCode == 1)
      #expect(command.errors.contains("tea already exists; choose another name, or remove it"))
      #expect(files(in: folder) == ["tea/notes.txt"])
    }
  }

  @Test(
    arguments: [
      ("", "is not a valid name"), ("7up", "is not a valid name"), ("tea time", "is not a valid name"),
      ("../tea", "is not a valid name"), ("thé", "is not a valid name"), ("-x", "Missing expected argument"),
      ("engine", "is taken"), ("class", "is taken"), ("a123456789012345678901234", "at most 24 are allowed"),
    ]) func `a name that cannot be one is refused`(name: String, reason: String) throws
  {
    try inFolder { folder in
      let command = try Command.verbatim("new", "bot", name, in: folder)
      #expect(command.exitCode == 2)
      #expect(command.errors.contains(reason))
      #expect(files(in: folder) == [])
    }
  }

  @Test func `a folder that is no checkout is refused`() throws {
    try inFolder { folder in
      let command = try Command.verbatim("new", "bot", "tea", "--verbatim", ".", in: folder)
      #expect(command.exitCode == 2)
      #expect(command.errors.contains("There is no checkout of Verbatim in"))
      #expect(files(in: folder) == [])
    }
  }

  @Test func `a program apart from a checkout asks for one`() throws {
    try inFolder { folder in
      let copied = try Command.shell(#"cp "$VERBATIM" apart && ./apart new bot tea"#, in: folder)
      #expect(copied.exitCode == 2)
      #expect(copied.errors.contains("give --verbatim a checkout or the address of the repository"))
    }
  }
}
