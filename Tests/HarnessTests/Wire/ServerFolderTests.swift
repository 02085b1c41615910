import Foundation
import Glibc
import TestSupport
import Testing

@testable import LiveStage

/// What a run that was killed has left is removed by the next one.
@Suite("The folder of a server", .blocking) struct ServerFolderTests {
  private static let own = ProcessIdentity.own.text

  /// The identity of a process that has ended: its number is that of this one, which started at another time.
  private static let ended = own.split(separator: "-").dropLast().joined(separator: "-") + "-1"

  private func folder(_ name: String, in parent: TemporaryFolder) throws -> String {
    let path = parent.file(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  private func names(in parent: TemporaryFolder) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: parent.path))
  }

  @Test func `goes when its run has ended, and nothing else does`() throws {
    let parent = try TemporaryFolder()
    let elsewhere = "1-" + Self.own.split(separator: "-").dropFirst().joined(separator: "-")
    let kept: Set = [
      "verbatim-run-\(Self.own)-A-B", "verbatim-run-\(elsewhere)-A", "verbatim-run-x", "verbatim-run-1-2-x-A",
      "other-\(Self.ended)-A",
    ]
    for name in kept.union(["verbatim-run-\(Self.ended)-A-B"]) { _ = try folder(name, in: parent) }
    ServerFolder.sweep(URL(fileURLWithPath: parent.path))
    #expect(try names(in: parent) == kept)
  }

  @Test func `takes the server along that uses it`() throws {
    let parent = try TemporaryFolder()
    let path = try folder("verbatim-run-\(Self.ended)-A", in: parent)
    let server = try CommandProcess(command: "sleep 1000")
    let identity = try #require(ProcessIdentity(of: server.group))
    try Data(identity.text.utf8).write(to: URL(fileURLWithPath: path).appendingPathComponent("server"))
    ServerFolder.sweep(URL(fileURLWithPath: parent.path))
    #expect(server.awaitEnding(deadlineMilliseconds: 20_000) == .killed(signal: SIGKILL))
    #expect(try names(in: parent).isEmpty)
  }

  @Test func `a process is told from another one of its number`() throws {
    #expect(ProcessIdentity(Self.own[...]) == ProcessIdentity.own)
    #expect(ProcessIdentity.own.isThere && !ProcessIdentity.own.isGone)
    let ended = try #require(ProcessIdentity(Self.ended[...]))
    #expect(!ended.isThere && ended.isGone)
  }

  @Test func `a program whose runner ends takes its folder along`() throws {
    let parent = try TemporaryFolder()
    let path = try folder("with space", in: parent)
    // Nobody holds the program any more when it has told its process id.
    let program = try ChildProcess(
      program: "/bin/sleep", arguments: ["1000"], environment: ProcessInfo.processInfo.environment,
      folder: path
    ) { _ in }.group
    // An exit test that meets a process which nobody waits for never ends.
    defer { waitpid(program, nil, 0) }
    let deadline = ContinuousClock.now + .seconds(20)
    while try !names(in: parent).isEmpty, ContinuousClock.now < deadline { usleep(1000) }
    #expect(try names(in: parent).isEmpty)
  }
}
