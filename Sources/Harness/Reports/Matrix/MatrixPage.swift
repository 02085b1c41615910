import Conformance
import Foundation
import Harness
import ProtocolRegistry

extension ConformanceMatrix {
  /// The matrix as one HTML file for people: what is not kept first, then a table of all clauses.
  ///
  /// It needs no script, no network and no mouse: what a cell has to tell opens by a key or a touch.
  package var html: String {
    let content: HTML = """
      <main id="content" tabindex="-1" class="matrix">
      \(counts)
      \(problems)
      \(table)
      \(legend)
      </main>

      """
    return HTMLPage(
      title: "\(headline) – verbatim", header: header, content: content,
      style: String(decoding: PackageResources.matrix_css, as: UTF8.self)
    ).text
  }

  private var headline: String {
    let names = columns.map(\.name).joined(separator: ", ")
    return columns.count > 4 ? "Conformance of \(columns.count) servers" : "Conformance of \(names)"
  }

  private var header: HTML {
    let text =
      open.isEmpty
      ? "Every clause that was checked is kept"
      : "\(open.count) of \(Clause.ofServers.count) clauses need attention"
    return """
      <div class="title"><h1 class="\(open.isEmpty ? "good" : "bad")">\(headline)</h1>
      <p>\(text)</p></div>
      """
  }

  private var counts: HTML {
    let shown = standings
    let rows = columns.map { column -> HTML in
      """
      <tr><th scope="row">\(column.name)<small>\(column.server)</small></th>\(shown.map { "<td class=\"\($0.rawValue)\">\(column.count(of: $0))</td>" as HTML })</tr>

      """
    }
    return """
      <section aria-labelledby="counts"><h2 id="counts">Clauses of each server</h2>
      <div class="wide" role="region" aria-labelledby="counts" tabindex="0"><table>
      <thead><tr><th scope="col">server</th>\(shown.map { "<th scope=\"col\" class=\"\($0.rawValue)\">\($0.sign) \($0.cellText)</th>" as HTML })</tr></thead>
      <tbody>\(rows)</tbody>
      </table></div></section>
      """
  }

  private var problems: HTML? {
    guard !open.isEmpty else { return nil }
    let items = open.map { clause -> HTML in
      let servers = columns.filter { $0.cell(of: clause).standing.isOpen }.map { column -> HTML in
        let standing = column.cell(of: clause).standing
        return
          "<span class=\"\(standing.rawValue)\">\(standing.sign) \(column.name): \(standing.cellText)</span> "
      }
      return
        "<li><a href=\"#\(clause.id)\">\(clause.id)</a> \(servers)<small>\(Self.rule(clause))</small></li>\n"
    }
    return """
      <section aria-labelledby="problems"><h2 id="problems">What wants a look</h2>
      <ul class="problems">\(items)</ul></section>
      """
  }

  private var table: HTML {
    let heads = columns.map { "<th scope=\"col\">\($0.name)</th>" as HTML }
    return """
      <section aria-labelledby="clauses"><h2 id="clauses">All clauses</h2>
      <p><label><input type="checkbox" id="only-open"> Only what wants a look</label></p>
      <div class="wide" role="region" aria-labelledby="clauses" tabindex="0"><table class="clauses">
      <thead><tr><th scope="col">clause</th>\(heads)</tr></thead>
      \(Clause.Area.allCases.map(body))</table></div></section>
      """
  }

  private func body(of area: Clause.Area) -> HTML {
    let clauses = clauses(of: area)
    let isFine = !clauses.contains(where: isOpen)
    let rows = clauses.map { clause -> HTML in
      """
      <tr id="\(clause.id)"\(isOpen(clause) ? nil : " class=\"fine\"" as HTML)><th scope="row"><a href="#\(clause.id)">\(clause.id)</a> <small>\(clause.level.rawValue)</small><span class="rule">\(Self.rule(clause))</span></th>\(columns.map { cell(of: clause, in: $0) })</tr>

      """
    }
    return """
      <tbody\(isFine ? " class=\"fine\"" as HTML : nil)>
      <tr><th scope="rowgroup" colspan="\(columns.count + 1)" class="area">\(area.title)</th></tr>
      \(rows)</tbody>

      """
  }

  /// A clause's text, with what stands between backquotes as code.
  private static func rule(_ clause: Clause) -> HTML {
    let parts = clause.text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    return "\(parts.enumerated().map { $0 % 2 == 0 ? "\($1)" : "<code>\($1)</code>" as HTML })"
  }

  private func cell(of clause: Clause, in column: Column) -> HTML {
    let cell = column.cell(of: clause)
    let word: HTML = "<span class=\"sign\">\(cell.standing.sign)</span> \(cell.standing.cellText)"
    guard !cell.checks.isEmpty else { return "<td class=\"\(cell.standing.rawValue)\">\(word)</td>" }
    // What did not pass is first.
    let checks =
      cell.checks.filter { Standing($0.verdict).isOpen } + cell.checks.filter { !Standing($0.verdict).isOpen }
    let items = checks.map { check -> HTML in
      let reason = check.reason.map { "<br>\($0)" as HTML }
      return
        "<li class=\"\(Standing(check.verdict).rawValue)\"><code>\(check.name)</code> <b>\(check.verdict.rawValue)</b>\(reason)</li>"
    }
    return """
      <td class="\(cell.standing.rawValue)"><details><summary>\(word)</summary><ul>\(items)</ul></details></td>
      """
  }

  private var legend: HTML {
    let items = Standing.allCases.map { standing -> HTML in
      "<div><dt class=\"\(standing.rawValue)\">\(standing.sign) \(standing.cellText)</dt><dd>\(standing.meaning)</dd></div>\n"
    }
    return """
      <section aria-labelledby="legend"><h2 id="legend">What the words mean</h2>
      <dl class="legend">\(items)</dl></section>
      """
  }
}
