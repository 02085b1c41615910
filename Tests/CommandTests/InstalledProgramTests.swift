import Foundation
import TestSupport
import Testing

/// The program where it was copied to, far from the checkout that it was built in.
@Suite("verbatim, installed", .blocking) struct InstalledProgramTests {
  @Test func `says its version and what it was built from`() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.verbatim("--version", in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    let form = #/verbatim [\d.]+ \(commit ([0-9a-f]{8}\+?|unknown), behaviour \d+, formats? \d+(-\d+)?\)\n/#
    #expect(run.output.wholeMatch(of: form) != nil, "\(run.output)")
  }

  @Test func `has the same checks as in its checkout`() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.shell(#"cp "$VERBATIM" copy && ./copy conform --list && ls"#, in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    let here = try Command.verbatim("conform", "--list", in: folder)
    #expect(run.output == here.output + "copy\n")
    #expect(here.output.contains("private/whisper.chat: "))
  }

  @Test func `reads a folder where it is named, and no other`() throws {
    let folder = try Folder(["Scenarios/mine.chat": Sample.passing])
    defer { folder.remove() }
    let list = "./copy conform --list --clause PM-1"
    let run = try Command.shell(
      #"cp "$VERBATIM" copy && \#(list) && echo && \#(list) --checks Scenarios"#, in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
    let parts = run.output.split(separator: "\n\n")
    #expect(parts.count == 2)
    #expect(parts.first?.contains("private/whisper.chat: ") == true)
    #expect(parts.first?.contains("mine.chat") == false)
    #expect(parts.last?.hasPrefix("mine.chat: A room has its first member (PM-1)") == true)
  }

  @Test func `carries out checks, and reports name the files of the checkout`() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.shell(
      #"""
      cp "$VERBATIM" copy && ./copy conform --check private/whisper.chat --json report.json \
        --spawn './copy serve --port {port} --database {folder}/chat.db --clock virtual --admin-token-file {token} {limits}'
      """#, in: folder)
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    #expect(try folder.read("report.json").contains(#""Scenarios/private/whisper.chat""#))
  }
}
