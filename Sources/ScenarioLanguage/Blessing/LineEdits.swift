/// Changes to the lines of a file that are made together, and shown as a patch before.
package struct LineEdits: Sendable {
  /// One change; lines are counted from 1 in the file as it is.
  package enum Edit: Hashable, Sendable {
    /// The line gets another text.
    case replace(line: Int, with: String)
    /// A part of the line, as offsets into its Unicode scalars, gets another text.
    case replacePart(line: Int, range: Range<Int>, with: String)
    /// A line is put before another one, or after the last where it is one more than there are.
    case insert(before: Int, text: String)
    /// The line goes away.
    case delete(line: Int)
  }

  /// Two changes that cannot both be made, such as when two cases want different values in one line.
  package struct Conflict: Error, Hashable, Sendable {
    /// The line that both want to change.
    package let line: Int
  }

  /// A line of the old file, the new one or both.
  private enum Change {
    case same([UInt8])
    case removed([UInt8])
    case added([UInt8])

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  private let path: String
  private let changes: [Change]

  /// Works the edits out against a file; edits of lines that it does not have are ignored.
  ///
  /// A byte-order mark, the line endings and a missing final line feed stay as they are.
  package init(_ edits: [Edit], of file: SourceFile) throws(Conflict) {
    path = file.path
    var replacements: [Int: String] = [:]
    var deleted: Set<Int> = []
    var insertions: [Int: [String]] = [:]
    var parts: [Int: [Range<Int>: String]] = [:]
    for edit in edits {
      switch edit {
      case .replacePart(let line, let range, let text):
        if let other = parts[line]?[range], !other.isExactly(text) { throw Conflict(line: line) }
        parts[line, default: [:]][range] = text
      case .replace(let line, let text):
        if deleted.contains(line) || (replacements[line].map { !$0.isExactly(text) } ?? false) {
          throw Conflict(line: line)
        }
        replacements[line] = text
      case .insert(let line, let text):
        insertions[line, default: []].append(text)
      case .delete(let line):
        if replacements[line] != nil { throw Conflict(line: line) }
        deleted.insert(line)
      }
    }
    for (line, parts) in parts {
      if deleted.contains(line) || replacements[line] != nil { throw Conflict(line: line) }
      replacements[line] = Self.line(line, of: file, replacing: parts)
    }
    changes = Self.changes(file.bytes, replacements, deleted, insertions)
  }

  /// A line with some of its parts replaced, which do not overlap.
  private static func line(_ number: Int, of file: SourceFile, replacing parts: [Range<Int>: String])
    -> String?
  {
    let sorted = parts.sorted { $0.key.lowerBound < $1.key.lowerBound }
    return SourceText(file).line(number).map { LineScanner($0).replacing(sorted.map { ($0.key, $0.value) }) }
  }

  private static func changes(
    _ bytes: [UInt8], _ replacements: [Int: String], _ deleted: Set<Int>, _ insertions: [Int: [String]]
  ) -> [Change] {
    var changes: [Change] = []
    var rest = bytes[...]
    var number = 1
    let usesCRLF = bytes.firstIndex(of: 0x0A).map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? false
    let ending: [UInt8] = usesCRLF ? [0x0D, 0x0A] : [0x0A]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
      let line = Array(rest[rest.startIndex..<end])
      rest = rest[end...]
      for text in insertions[number] ?? [] { changes.append(.added(Array(text.utf8) + ending)) }
      if let text = replacements[number] {
        let mark: [UInt8] = number == 1 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
        let oldEnding = line.suffix(line.reversed().prefix { $0 == 0x0A || $0 == 0x0D }.count)
        let new = mark + Array(text.utf8) + oldEnding
        changes += new == line ? [.same(line)] : [.removed(line), .added(new)]
      } else {
        changes.append(deleted.contains(number) ? .removed(line) : .same(line))
      }
      number += 1
    }
    for text in insertions[number] ?? [] { changes.append(.added(Array(text.utf8) + ending)) }
    return changes
  }

  /// Whether nothing changes.
  package var isEmpty: Bool { changes.allSatisfy(\.isSame) }

  /// The file after the edits.
  package var result: SourceFile {
    var bytes: [UInt8] = []
    for change in changes {
      switch change {
      case .same(let line), .added(let line):
        // A line that is put after a last line without an ending must not run into it.
        if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
        bytes += line
      case .removed:
        break
      }
    }
    return SourceFile(path: path, bytes: bytes)
  }

  /// The edits as a unified diff with three lines of context, or an empty text where nothing changes.
  package func patch() -> String {
    guard !isEmpty else { return "" }
    var hunks: [Range<Int>] = []
    for index in changes.indices where !changes[index].isSame {
      let start = max(0, index - 3)
      let end = min(changes.count, index + 4)
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    // A path that leaves the working folder has no place below git's `a/` and `b/`.
    let isInside = !path.hasPrefix("/") && !path.hasPrefix("../")
    return "--- \(isInside ? "a/" : "")\(path)\n+++ \(isInside ? "b/" : "")\(path)\n"
      + hunks.map(hunk).joined()
  }

  private func hunk(_ range: Range<Int>) -> String {
    var (oldBefore, newBefore, old, new) = (0, 0, 0, 0)
    var text = ""
    for (index, change) in changes[..<range.upperBound].enumerated() {
      let isInside = index >= range.lowerBound
      let (mark, line, inOld, inNew): (String, [UInt8], Int, Int) =
        switch change {
        case .same(let line): (" ", line, 1, 1)
        case .removed(let line): ("-", line, 1, 0)
        case .added(let line): ("+", line, 0, 1)
        }
      if isInside {
        old += inOld
        new += inNew
        text += mark + String(decoding: line, as: UTF8.self)
        if line.last != 0x0A { text += "\n\\ No newline at end of file\n" }
      } else {
        oldBefore += inOld
        newBefore += inNew
      }
    }
    // By the format's rule an empty side is counted from the line before it.
    let oldStart = old == 0 ? oldBefore : oldBefore + 1
    let newStart = new == 0 ? newBefore : newBefore + 1
    return "@@ -\(oldStart),\(old) +\(newStart),\(new) @@\n" + text
  }
}
