import Foundation
import Harness
import TestSupport
import Testing
import Watch

/// A folder with scenarios that a test watches.
struct WatchFolder {
  static let passing =
    "title: It passes\nusers: alice\n\nalice > /join lobby\nalice < user_list users=[alice]\n"
  static let failing = passing.replacing("[alice]", with: "[bob]").replacing("passes", with: "fails")
  /// It needs the file `setup/meeting.chat`.
  static let including = "title: It includes\nusers: alice\n\ninclude setup/meeting.chat\n"
  static let meeting = "alice > /join lobby\nalice < user_list users=[alice]\n"

  private let folder: TemporaryFolder
  private let runner = FileRunner(ScenarioSession(ScenarioRunner(), supervisor: RunSupervisor()))
  var path: String { folder.path }

  init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    for (name, text) in files { try write(text, to: name) }
  }

  func path(of name: String) -> String { folder.file(name) }

  /// Writes as an editor does: another file takes the place of the one that was there.
  func write(_ text: String, to name: String) throws {
    let file = URL(filePath: path(of: name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file, options: .atomic)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(of: name)) }

  private func run(_ change: WatchedFiles.Change, noting files: inout WatchedFiles) -> [Verdict.Kind] {
    var verdicts: [Verdict.Kind] = []
    for file in change.run {
      let outcome = runner.run(file)
      files.note(outcome.reads, of: file)
      verdicts += outcome.results.map(\.verdict.kind)
    }
    return verdicts
  }

  /// Looks, and runs what a change touches as a watch does; gives the verdicts on what was run.
  func verdicts(_ files: inout WatchedFiles) -> [Verdict.Kind] {
    let change = files.look()
    return run(change, noting: &files)
  }

  /// The same; gives the change with the names of files in the folder.
  func look(_ files: inout WatchedFiles) -> WatchedFiles.Change {
    let change = files.look()
    _ = run(change, noting: &files)
    func names(_ paths: [String]) -> [String] { paths.map { String($0.dropFirst(path.count + 1)) } }
    var named = WatchedFiles.Change()
    named.changed = names(change.changed)
    named.new = names(change.new)
    named.deleted = names(change.deleted)
    named.run = names(change.run)
    return named
  }

  /// A result as a run would give it.
  static func result(_ path: String, _ text: String) throws -> ScenarioResult {
    let results = try ScenarioTexts(text).run()
    return try #require(results.first).renamed(path)
  }
}

extension ScenarioResult {
  /// The result of the same run of a file of another name.
  fileprivate func renamed(_ path: String) -> ScenarioResult {
    var renamed = ScenarioResult(path: path, title: title, covers: covers, verdict: verdict, sources: sources)
    renamed.transcript = transcript
    return renamed
  }
}
