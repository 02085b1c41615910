import ArgumentParser
import Foundation
import Harness
import ProtocolRegistry
import ScenarioLanguage
import Wire

/// A scenario to start from, as `verbatim new scenario` writes it.
struct ScenarioDraft {
  /// The most users, so that the lines can still be read.
  private static let mostUsers = 20

  /// The file's path.
  let path: String
  /// The whole file, in canonical layout.
  let text: String

  /// Writes the text; a usage error says what no scenario can have.
  init(path: String, title: String?, users: [String], clause: Clause?) throws {
    guard path.hasSuffix(".chat"), !path.hasSuffix("/.chat"), path != ".chat" else {
      throw ValidationError("A scenario file ends in .chat; name it \(Self.withoutEnding(path)).chat.")
    }
    try Self.check(users)
    let title = title ?? clause.map { "A server keeps \($0.id)" } ?? "A message reaches everyone in the room"
    guard !title.contains(where: \.isNewline), !title.contains(" #") else {
      throw ValidationError("--title takes one line without a comment.")
    }
    let steps = Self.header(title: title, users: users, clause: clause) + Self.steps(of: users)
    self.path = path
    text = try Self.canonical(SourceFile(path: path, text: steps))
  }

  /// Writes the file, and the folders that it lacks. A file that is there already is left alone.
  func write() throws(CreationFailure) {
    let file = URL(fileURLWithPath: path)
    guard !FileManager.default.fileExists(atPath: file.path) else { throw .exists(path) }
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .withoutOverwriting)
    } catch {
      throw .notWritten(path, reason: error.localizedDescription)
    }
  }

  private static func withoutEnding(_ path: String) -> String {
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return name.hasPrefix(".") || name.isEmpty || name == "/" ? "hello" : name
  }

  private static func check(_ users: [String]) throws {
    guard (1...mostUsers).contains(users.count) else {
      throw ValidationError("--users takes 1 to \(mostUsers) names, as in --users alice,bob.")
    }
    for (index, user) in users.enumerated() {
      guard user.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.\-]{0,31}/) != nil else {
        throw ValidationError(
          "--users: \(user.debugDescription) is not a valid name; use at most 32 letters from a to z, digits and _ - . with a letter first."
        )
      }
      guard !users[..<index].contains(where: { $0.lowercased() == user.lowercased() }) else {
        throw ValidationError("--users: \(user) is named twice; names differ by more than case.")
      }
      guard user.lowercased() != "server" else {
        throw ValidationError("--users: nobody can be called server; choose another name.")
      }
    }
  }

  /// The text in canonical layout, or a usage error with what is wrong with it.
  private static func canonical(_ file: SourceFile) throws -> String {
    let found = Linter.lint(file, vocabulary: .chat) { path throws(SourceLoadError) in
      throw SourceLoadError(reason: "\(path) is not included")
    }.diagnostics
    switch ScenarioFormatter.format(file) {
    case .success(let text) where found.isEmpty: return text
    case .success, .failure:
      let reason = found.first?.message ?? "the text cannot be read"
      throw ValidationError("No scenario can have this title or these users: \(reason).")
    }
  }
}

// MARK: - The text

extension ScenarioDraft {
  private static func header(title: String, users: [String], clause: Clause?) -> String {
    let comments =
      clause.map { "# \($0.id): \($0.text)\n# Replace the steps below by steps that show it.\n" }
      ?? "# Run it: verbatim run FILE. What a line can say: verbatim explain.\n"
    return """
      \(comments)title: \(title)
      covers: \(clause?.id ?? "ROOM-1 MSG-1")
      users: \(users.joined(separator: " "))


      """
  }

  private static func steps(of users: [String]) -> String {
    let first = users[0]
    let speaker = users.last ?? first
    let everyone = users.joined(separator: ", ")
    let name = ScenarioText.value(.string(first))
    return """
      # `>` is what a user sends, `<` what a user receives.
      == Everyone joins
      \(joining(users))
      # Every event has to be expected. A field that is not named may have any value; ?seq keeps one as $seq.
      == \(first) speaks
      \(first) > good morning
      \(everyone) < chat_message user=\(name) message="good morning" seq=?seq

      == It is in the history
      \(speaker) > /history
      \(speaker) < history messages=[{seq=$seq, user=\(name), message="good morning"}]

      # In the simulator this takes no time.
      == Nothing else comes
      +5s
      \(everyone) < nothing

      """
  }

  /// Each user joins; those who are there already are told.
  private static func joining(_ users: [String]) -> String {
    users.indices.map { index in
      let user = users[index]
      let present = JSON.array(users[...index].map { .string($0) })
      var lines = "\(user) > /join lobby\n\(user) < user_list users=\(ScenarioText.value(present))\n"
      if index > 0 {
        let earlier = users[..<index].joined(separator: ", ")
        lines += "\(earlier) < user_join user=\(ScenarioText.value(.string(user)))\n"
      }
      return lines
    }.joined()
  }
}
