import Harness
package import ScenarioLanguage
import Wire

/// The failures of a server that are known, each with its reason. It belongs to the server and not to the suite.
///
/// A line for each: the name of a check, a colon, a blank, and why it fails. Empty lines and lines that begin with `#` say nothing.
///
///     rooms/presence.chat: a second tab that closes takes its user offline
package struct Baseline: Sendable {
  /// A failure that is known.
  package struct Entry: Hashable, Sendable {
    package let check: String
    package let reason: String
    /// The line.
    package let span: SourceSpan
  }

  /// What is wrong with a baseline, one sentence for each line.
  package struct Mistake: Error, Hashable, Sendable {
    package let messages: [String]
  }

  package let entries: [Entry]

  /// Nothing is known to fail.
  package init() { entries = [] }

  /// Reads a baseline.
  ///
  /// - Parameter names: The names of all checks, whichever are carried out.
  /// - Throws: `Mistake` where a line is no entry, has no reason, names no check, or names one again.
  package init(_ text: String, path: String, names: some Sequence<String>) throws(Mistake) {
    let known = Set(names)
    var entries: [Entry] = []
    var messages: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.trimming { $0.isWhitespace }
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let place = "\(path):\(index + 1)"
      guard let colon = line.firstRange(of: ": "), colon.upperBound < line.endIndex else {
        messages.append("\(place): an entry is `CHECK: REASON`; the reason is missing")
        continue
      }
      let check = String(line[..<colon.lowerBound])
      let span = SourceSpan(path: path, line: index + 1, column: 1, length: line.unicodeScalars.count)
      if !known.contains(check) {
        let hint = Suggestion.closest(to: check, among: known).map { "; did you mean `\($0)`?" } ?? ""
        messages.append("\(place): there is no check `\(check)`\(hint)")
      } else if let first = entries.first(where: { $0.check == check }) {
        messages.append("\(place): `\(check)` is already in line \(first.span.line)")
      } else {
        entries.append(Entry(check: check, reason: String(line[colon.upperBound...]), span: span))
      }
    }
    guard messages.isEmpty else { throw Mistake(messages: messages) }
    self.entries = entries
  }

  /// The verdict that a check's own becomes where its failure is known; an entry for what does not fail is stale.
  func judged(_ verdict: Verdict, of check: String) -> Verdict {
    guard let entry = entries.first(where: { $0.check == check }) else { return verdict }
    switch verdict {
    case .failed(let failure), .untestable(let failure):
      return .failedAsExpected(failure, reason: entry.reason)
    case .passed, .warned, .notApplicable, .skipped, .failedAsExpected:
      return .passedUnexpectedly(reason: entry.reason, claim: .baseline(entry.span))
    case .passedUnexpectedly, .unreadable, .timedOut, .interrupted, .notRun, .harnessError: return verdict
    }
  }
}

extension Substring {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    var rest = drop(while: isTrimmed)
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return rest
  }
}
