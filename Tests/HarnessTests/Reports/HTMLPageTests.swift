import Testing

@testable import Reports

/// The frame that every page has.
@Suite("HTML page") struct HTMLPageTests {
  @Test func `a page allows its own script only, and none where it has none`() {
    let page = HTMLPage(title: "A & B", header: "<h1>Hello</h1>", content: "<main id=\"content\">x</main>")
    #expect(page.text.contains("<title>A &amp; B</title>"))
    #expect(page.text.contains("script-src 'none'"))
    #expect(!page.text.contains("<script"))

    var scripted = page
    scripted.hasScript = true
    // That it is the digest of this script is seen in a browser, which would not run it otherwise.
    #expect(scripted.text.contains("script-src 'sha256-"))
    #expect(scripted.text.ranges(of: "<script>").count == 1)
    #expect(scripted.text.ranges(of: "</script>").count == 1)
  }

  @Test func `style and script are small, fetch nothing, and end in no other place`() {
    let style = String(decoding: PackageResources.report_css, as: UTF8.self)
    let script = String(decoding: PackageResources.report_js, as: UTF8.self)
    #expect(style.utf8.count + script.utf8.count < 28_000)
    for text in [style, script] {
      #expect(!text.contains("http") && !text.contains("</"))
    }
    #expect(!style.contains("url(") && !style.contains("@import"))
    #expect(!script.contains("fetch") && !script.contains("innerHTML") && !script.contains("Date"))
  }
}
