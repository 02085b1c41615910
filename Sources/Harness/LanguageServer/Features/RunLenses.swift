import ScenarioLanguage
import Wire

/// The places of a file at which an editor offers to run it.
enum RunLenses {
  /// The command that runs a file, or one of its cases: its arguments are the path, and the name of the case.
  static let command = "verbatim.run"

  /// One for the file, and one for each row of its table.
  static func lenses(_ analysis: Analysis, _ encoding: PositionEncoding) -> JSON {
    let tree = analysis.tree
    var lenses: [JSON] = []
    for line in tree.lines {
      guard case .header(let header) = line.kind, header.key == .title else { continue }
      lenses.append(lens("Run", encoding.range(line.content, of: line), [.string(tree.path)]))
    }
    for scenario in analysis.expansion.scenarios {
      guard let name = scenario.caseName,
        let number = scenario.cells.values.first(where: { $0.path == tree.path })?.line,
        let line = analysis.line(number - 1)
      else { continue }
      let arguments = [tree.path, name].map(JSON.string)
      lenses.append(lens("Run this case", encoding.range(line.content, of: line), arguments))
    }
    return .array(lenses)
  }

  private static func lens(_ title: String, _ range: JSON, _ arguments: [JSON]) -> JSON {
    .members([
      "range": range,
      "command": .members([
        "title": .string(title), "command": .string(command), "arguments": .array(arguments),
      ]),
    ])
  }
}
