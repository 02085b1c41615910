/// Reads a scenario file and all that it includes, each file once.
struct FileLoader {
  /// Gives the file at a path, or says why not.
  typealias Load = (String) throws(SourceLoadError) -> SourceFile

  private let load: Load
  private(set) var treeByPath: [String: SyntaxTree] = [:]
  /// The paths in the order in which the files were read.
  private(set) var paths: [String] = []
  private(set) var sources = SourceSet()
  private(set) var diagnostics: [Diagnostic] = []
  /// The cases, where the file that is run has them from another one.
  private(set) var caseTable: CaseTable?
  private var openPaths: [String] = []

  init(load: @escaping Load) {
    self.load = load
  }

  /// The trees in the order in which the files were read.
  var trees: [SyntaxTree] { paths.compactMap { treeByPath[$0] } }

  mutating func read(_ file: SourceFile, trail: [TrailEntry] = []) {
    let (tree, problems) = ScenarioParser.parse(file)
    paths.append(file.path)
    treeByPath[file.path] = tree
    sources.insert(tree.source)
    diagnostics += problems.map { problem in
      var problem = problem
      problem.trail = trail
      return problem
    }
    if paths.count == 1 { readCases(tree) }
    openPaths.append(file.path)
    for line in tree.lines {
      guard case .include(let path, let range) = line.kind else { continue }
      let span = tree.span(range, of: line)
      include(RelativePath.resolve(path, from: file.path), at: span, trail: trail)
    }
    openPaths.removeLast()
  }

  private mutating func readCases(_ tree: SyntaxTree) {
    for line in tree.lines {
      guard case .header(let header) = line.kind, case .file(let written, let range) = header.value,
        let format = CaseFileFormat(path: written)
      else { continue }
      let path = RelativePath.resolve(written, from: tree.path)
      do throws(SourceLoadError) {
        var file = try load(path)
        file.path = path
        readCases(CaseFile(file), format)
      } catch {
        diagnostics.append(
          Diagnostic(
            .caseFileMissing, "cannot read \(path): \(error.reason)",
            remedy: "the path is taken relative to the file that has the header",
            at: tree.span(range, of: line)))
      }
    }
  }

  private mutating func readCases(_ file: CaseFile, _ format: CaseFileFormat) {
    sources.insert(file.source)
    do throws(Diagnostic) {
      caseTable = try file.table(format)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func include(_ path: String, at span: SourceSpan, trail: [TrailEntry]) {
    if let start = openPaths.firstIndex(of: path) {
      let way = (openPaths[start...] + [path]).joined(separator: " → ")
      diagnostics.append(
        Diagnostic(
          .includeCycle, "the files include each other in a circle: \(way)",
          remedy: "move what they share to a third file",
          at: span, trail: trail))
      return
    }
    if treeByPath[path] != nil { return }
    if openPaths.count > ScenarioLimits.includeDepth {
      diagnostics.append(
        Diagnostic(
          .includeTooDeep, "files include each other deeper than \(ScenarioLimits.includeDepth) levels",
          at: span, trail: trail))
      return
    }
    do throws(SourceLoadError) {
      var file = try load(path)
      file.path = path
      read(file, trail: [.included(from: span)] + trail)
    } catch {
      diagnostics.append(
        Diagnostic(
          .includeMissing, "cannot read \(path): \(error.reason)",
          remedy: "the path is taken relative to the file that has the include", at: span, trail: trail))
    }
  }
}
