import ScenarioLanguage
import Wire

/// The parts of a file: what an editor lists, and what it folds.
struct Outline {
  private let tree: SyntaxTree
  private let encoding: PositionEncoding
  private let blocks: [Block]

  /// How the protocol numbers the kinds of symbols that are used.
  private enum SymbolKind: Int64 {
    case namespace = 3
    case function = 12
  }

  init(_ analysis: Analysis, _ encoding: PositionEncoding) {
    tree = analysis.tree
    self.encoding = encoding
    blocks = Block.all(in: tree)
  }

  /// A run of lines under a title `==`, by their indices.
  private struct Section {
    let title: String
    let lines: Range<Int>
  }

  /// The sections, each up to the next one or to the end of the file, without blank lines and comments at its end.
  private var sections: [Section] {
    let starts = tree.lines.indices.filter { if case .section = tree.lines[$0].kind { true } else { false } }
    return zip(starts, starts.dropFirst() + [tree.lines.count]).map { start, end in
      let last = (start..<end).last { tree.lines[$0].isStep } ?? start
      let line = tree.lines[start]
      let title = line.text.unicodeScalars.prefix(line.content.upperBound).dropFirst(
        line.content.lowerBound + 2)
      return Section(title: String(title).trimmed, lines: start..<(last + 1))
    }
  }

  // MARK: Symbols

  /// Sections and macros, as a tree.
  var symbols: JSON {
    let macros = blocks.compactMap { block -> (lines: Range<Int>, json: JSON)? in
      guard case .macro(let macro?) = block.kind else { return nil }
      let line = tree.lines[block.lines.lowerBound]
      let name = (macro.span.column - 1)..<(macro.span.column - 1 + macro.span.length)
      let detail = macro.parameters.isEmpty ? nil : macro.parameters.joined(separator: " ")
      return (
        block.lines,
        symbol(macro.name, detail, .function, block.lines, selection: encoding.range(name, of: line))
      )
    }
    let sections = sections
    let titled = sections.map { section in
      let line = tree.lines[section.lines.lowerBound]
      let inner = macros.filter { section.lines.contains($0.lines.lowerBound) }.map(\.json)
      return (
        start: section.lines.lowerBound,
        json: symbol(
          section.title, nil, .namespace, section.lines,
          selection: encoding.range(line.content, of: line), children: inner)
      )
    }
    let outside = macros.filter { macro in
      !sections.contains { $0.lines.contains(macro.lines.lowerBound) }
    }.map { (start: $0.lines.lowerBound, json: $0.json) }
    return .array((titled + outside).sorted { $0.start < $1.start }.map(\.json))
  }

  private func symbol(
    _ name: String, _ detail: String?, _ kind: SymbolKind, _ lines: Range<Int>, selection: JSON,
    children: [JSON] = []
  ) -> JSON {
    let last = tree.lines[lines.upperBound - 1].text
    let end = encoding.units(before: last.unicodeScalars.count, in: last)
    return .members([
      "name": .string(name.isEmpty ? "==" : name),
      "detail": detail.map(JSON.string),
      "kind": .integer(kind.rawValue),
      "range": Position.range(
        from: Position(line: lines.lowerBound, character: 0),
        to: Position(line: lines.upperBound - 1, character: end)),
      "selectionRange": selection,
      "children": children.isEmpty ? nil : JSON.array(children),
    ])
  }

  // MARK: Folding

  /// Sections, macros, loops, blocks, tables of cases, and runs of comments.
  var foldingRanges: JSON {
    let code: [Range<Int>] = sections.map(\.lines) + blocks.map(\.lines) + tables
    var folds: [(lines: Range<Int>, kind: String?)] = code.map { (lines: $0, kind: nil) }
    for run in comments { folds.append((lines: run, kind: "comment")) }
    folds.removeAll { $0.lines.count < 2 }
    let sorted = folds.sorted { one, other in
      (one.lines.lowerBound, other.lines.upperBound) < (other.lines.lowerBound, one.lines.upperBound)
    }
    return .array(
      sorted.map { lines, kind in
        JSON.members([
          "startLine": .integer(Int64(lines.lowerBound)), "endLine": .integer(Int64(lines.upperBound - 1)),
          "kind": kind.map(JSON.string),
        ])
      })
  }

  /// The lines `cases:` with the rows below them.
  private var tables: [Range<Int>] {
    tree.lines.indices.compactMap { start in
      guard case .header(let header) = tree.lines[start].kind, case .table = header.value else { return nil }
      let end = tree.lines[(start + 1)...].firstIndex { line in
        switch line.kind {
        case .caseRow, .comment, .invalid: false
        case _: true
        }
      }
      return start..<(end ?? tree.lines.count)
    }
  }

  /// The runs of lines that are comments.
  private var comments: [Range<Int>] {
    var runs: [Range<Int>] = []
    for (index, line) in tree.lines.enumerated() {
      guard case .comment = line.kind else { continue }
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<(index + 1)
      } else {
        runs.append(index..<(index + 1))
      }
    }
    return runs
  }
}

extension SyntaxLine {
  /// Whether the line is more than white space or a comment.
  fileprivate var isStep: Bool {
    switch kind {
    case .blank, .comment: false
    case .header, .caseRow, .section, .send, .expectation, .block, .macro, .loop, .end, .advance, .until,
      .fault,
      .include, .call, .invalid:
      true
    }
  }
}

extension String {
  /// The text without the spaces and tabs around it.
  var trimmed: String {
    var rest = Substring(self).unicodeScalars
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return String(rest)
  }
}
