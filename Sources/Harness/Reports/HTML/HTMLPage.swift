import Cryptography
import Engine
import Foundation

/// A page in one file: nothing is fetched, and without its script and its style it still reads well.
///
/// Reports fill it: the results of scenarios, and whatever else is worth a page, such as a table.
struct HTMLPage {
  /// The title of the window.
  var title: String
  /// What stands at the top of the page, its `h1` first.
  var header: HTML
  /// Everything below, with landmarks of its own.
  var content: HTML
  /// Whether the script of results is needed.
  var hasScript = false
  /// Rules beside those of every page.
  var style = ""
  /// What a page has that a program serves, and that the program goes on to talk to.
  var live: Live?

  /// The script of a served page, in the place of that of results, and the address of the one WebSocket that it may open.
  struct Live {
    let script: String
    let address: String
  }

  /// The document, in UTF-8.
  ///
  /// Its policy allows no address, but that of a live page, and no script but its own, by its digest: whatever a scenario smuggled
  /// in would not run.
  var text: String {
    let common = String(decoding: PackageResources.report_css, as: UTF8.self)
    let script = live?.script ?? String(decoding: PackageResources.report_js, as: UTF8.self)
    let digest = Data(SHA256.digest(of: script).bytes).base64EncodedString()
    let scripts = hasScript ? "'sha256-\(digest)'" : "'none'"
    let connections = live.map { " connect-src \($0.address);" } ?? ""
    let html: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src \(trusted: scripts);\(trusted: connections) base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <link rel="icon" href="data:,">
      <title>\(title)</title>
      <style>
      \(trusted: common)\(trusted: style)</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <header class="top">
      \(header)
      \(Self.themes)
      </header>
      \(content)
      \(hasScript ? "<script>\(trusted: script)</script>\n" as HTML : nil)</body>
      </html>

      """
    return html.markup
  }

  /// The choice between light and dark, which works without a script: the style asks which one is checked.
  private static let themes: HTML = """
    <fieldset class="themes"><legend>Colours</legend>
    <label><input type="radio" name="theme" id="theme-auto" checked> Auto</label>
    <label><input type="radio" name="theme" id="theme-light"> Light</label>
    <label><input type="radio" name="theme" id="theme-dark"> Dark</label>
    </fieldset>
    """
}
