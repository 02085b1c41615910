import ArgumentParser
import Harness
import ProtocolRegistry
import ScenarioLanguage

/// The clauses of a suite of one's own, beside those of the protocol.
struct ClausesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file with clauses of your own for `covers:`, one a line: its name, white space, and a sentence.",
      valueName: "file"))
  var clauses: String?

  /// The clauses in the file, in its order; nil where there is no file.
  func list() throws -> ClauseList? {
    guard let clauses else { return nil }
    let data = try NamedFile.bytes(
      clauses, remedy: "--clauses names one with lines such as `SHOP-12  An order is confirmed.`")
    do throws(ClauseList.Mistake) {
      return try ClauseList(
        String(decoding: data, as: UTF8.self), path: clauses, reserved: Clause.all.map(\.id))
    } catch {
      throw ValidationError(error.messages.joined(separator: "\n"))
    }
  }

  /// The option as it has to be given to run a scenario again.
  var words: [String] { clauses.map { ["--clauses", $0] } ?? [] }

  /// The words of the server, with the clauses of the file.
  func vocabulary() throws -> Vocabulary {
    var vocabulary = Vocabulary.chat
    vocabulary.clauses += try list()?.clauses.map(\.id) ?? []
    return vocabulary
  }
}
