/// The clauses of a suite of one's own, in a file of lines: the clause's name, white space, and what it says.
///
/// Empty lines, and lines that begin with `#`, say nothing.
package struct ClauseList: Hashable, Sendable {
  /// One clause.
  package struct Entry: Hashable, Sendable {
    /// The name that stands in `covers:`, such as `SHOP-12`.
    package let id: String
    /// What it says, which may be empty.
    package let text: String
  }

  /// What is wrong with a file of clauses.
  package struct Mistake: Error, Hashable, Sendable {
    /// What is wrong and what helps, a sentence for each line.
    package let messages: [String]
  }

  /// The clauses in the order of the file.
  package let clauses: [Entry]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file's path, for messages.
  ///   - reserved: The names that others have already.
  package init(_ text: String, path: String, reserved: [String] = []) throws(Mistake) {
    var clauses: [Entry] = []
    var lineByID: [String: Int] = [:]
    var messages: [String] = []
    let reserved = Set(reserved)
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard let name = parts.first, !name.hasPrefix("#") else { continue }
      let (id, place) = (String(name), "\(path):\(index + 1)")
      if !id.contains(where: { $0.isLetter || $0.isNumber }) || id.contains(",") {
        messages.append("\(place): `\(id)` cannot name a clause; write a name such as SHOP-12.")
      } else if reserved.contains(id) {
        messages.append("\(place): \(id) is a clause of the protocol; choose another name.")
      } else if let first = lineByID[id] {
        messages.append("\(place): \(id) is in line \(first) already; delete one.")
      } else {
        lineByID[id] = index + 1
        let sentence = parts.dropFirst().first.map { $0.trimmingWhitespace } ?? ""
        clauses.append(Entry(id: id, text: sentence))
      }
    }
    if clauses.isEmpty && messages.isEmpty {
      messages.append("\(path) has no clause; write lines such as `SHOP-12  An order is confirmed.`")
    }
    guard messages.isEmpty else { throw Mistake(messages: messages) }
    self.clauses = clauses
  }
}

extension Substring {
  /// The text without white space around it.
  fileprivate var trimmingWhitespace: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
