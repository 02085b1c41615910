import Foundation
import TestSupport
import Testing

@testable import struct verbatim.EnvironmentOptions
@testable import struct verbatim.ServeCommand

@Suite(.blocking) struct `Options of a server` {
  @Test func `have a variable each, made of their name by one rule`() {
    #expect(EnvironmentOptions.variable(of: "--port") == "VERBATIM_PORT")
    #expect(
      EnvironmentOptions.variable(of: "--connections-per-address") == "VERBATIM_CONNECTIONS_PER_ADDRESS")
  }

  @Test func `come from the environment, and the command line counts for more`() throws {
    let environment = [
      "VERBATIM_PORT": "9", "VERBATIM_HOST": "::1", "VERBATIM_LIMIT": "frame_bytes=2048,json_depth=8",
      "VERBATIM_DATABASE": "", "VERBATIM_LIMITS": "off",
    ]
    #expect(
      try ServeCommand.arguments(["--port=10"], with: environment) == [
        "--host", "::1", "--limit", "frame_bytes=2048", "--limit", "json_depth=8", "--limits", "off",
        "--port=10",
      ])
  }

  @Test(arguments: [
    ("VERBATIM_PORT", "x"), ("VERBATIM_PORT", "65536"), ("VERBATIM_CLOCK", "sun"),
    ("VERBATIM_LOG_LEVEL", "loud"),
    ("VERBATIM_LOG_FORMAT", "xml"), ("VERBATIM_LIMIT", "frame_bytes"), ("VERBATIM_LIMITS", "maybe"),
    ("VERBATIM_REGISTRATION", "maybe"), ("VERBATIM_GUESTS", "some"), ("VERBATIM_CONNECTIONS", "-1"),
    ("VERBATIM_HEADER_DEADLINE", "0"), ("VERBATIM_PASSWORD_THREADS", "0"),
    ("VERBATIM_ORIGIN", "chat.example"), ("VERBATIM_LISTEN", "nonsense"),
    ("VERBATIM_TRUSTED_PROXY", "nobody"),
  ])
  func `are blamed by the name of their variable`(variable: String, value: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.verbatim("serve", in: folder, environment: [variable: value])
    #expect(run.exitCode == 2)
    #expect(run.errors.hasPrefix("Error: \(variable): "))
  }

  @Test(arguments: [
    ("--tls-certificate no.pem --tls-key no.pem", "the certificate no.pem is no readable PEM file", 2),
    ("--host no.such.host.invalid", "the address no.such.host.invalid is not known", 4),
  ])
  func `are refused in a sentence where they name what is not there`(
    options: String, sentence: String, code: Int32
  ) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let run = try Command.shell("$VERBATIM serve --port 0 --database chat.db \(options)", in: folder)
    #expect(run.exitCode == code)
    #expect(run.errors.contains("verbatim: \(sentence); choose another one with --"))
  }

  @Test func `are all in the help and in the document`() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let help = try Command.verbatim("serve", "--help", in: folder).output
    #expect(help.contains("VERBATIM_PORT"))
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let document = try String(contentsOf: root.appendingPathComponent("Docs/operations.md"), encoding: .utf8)
    let options = EnvironmentOptions.options(of: ServeCommand.self)
    #expect(options.count >= 19)
    for option in options {
      #expect(help.contains("  \(option) "))
      #expect(document.contains("\n| `\(option)` | "), "\(option)")
    }
  }
}
