import Wire

/// Reads `| a | b |`.
struct CaseRowParser {
  var scanner: LineScanner

  /// Reads a row, which must have as many cells as the row of column names where that is known.
  mutating func parse(columns: Int?) throws(LineProblem) -> ParsedLine {
    let start = scanner.position
    var cells: [ValueSyntax] = []
    scanner.position += 1
    repeat {
      scanner.skipSpaces()
      if scanner.next == "|" {
        throw LineProblem(
          .caseRowNotValid, "a cell is empty", remedy: "write \"\" for an empty text", at: scanner.here)
      }
      cells.append(try scanner.value())
      scanner.skipSpaces()
      guard scanner.take("|") else {
        throw LineProblem(
          .caseRowNotValid,
          scanner.isAtEnd ? "a row ends with |" : "a cell holds one value, and | comes after it",
          remedy: scanner.isAtEnd
            ? "write | at the end" : "put a text that has spaces, or begins with /, in quotes",
          at: scanner.wordHere)
      }
    } while scanner.hasMore()
    if let columns, columns != cells.count {
      throw LineProblem(
        .caseRowNotValid,
        "the row has \(cells.count) \(cells.count == 1 ? "cell" : "cells"), the table has \(columns) columns",
        remedy: "give every column a value; \"\" is an empty text", at: start..<scanner.position)
    }
    return try ParsedLine(.caseRow(cells), from: start, endingAt: scanner)
  }

  /// Checks the first row, which names the columns.
  static func checkColumns(_ cells: [ValueSyntax]) throws(LineProblem) {
    var seen: Set<String> = []
    for cell in cells {
      guard WordRules.isName(cell.plainText), case .leaf(.literal(.string)) = cell.kind else {
        throw LineProblem(
          .caseColumnNotValid, "the first row names the columns, and this is no name",
          remedy: "use letters, digits and _, so that $name can stand for a cell", at: cell.range)
      }
      if !seen.insert(cell.plainText).inserted {
        throw LineProblem(.caseColumnNotValid, "the column \(cell.plainText) is named twice", at: cell.range)
      }
    }
    if let only = cells.first, cells.count == 1, only.plainText == CaseTable.knownFailureColumn {
      throw LineProblem(
        .caseColumnNotValid, "the only column is \(only.plainText), which tells no cases apart",
        remedy: "write a column before it with what differs from case to case", at: only.range)
    }
  }
}
