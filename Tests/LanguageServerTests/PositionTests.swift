import Testing

@testable import LanguageServer

/// Places in lines, in the units of the client, and files by their URIs.
@Suite struct PositionTests {
  @Test(arguments: [
    (PositionEncoding.utf8, [0, 1, 3, 7, 8]), (PositionEncoding.utf16, [0, 1, 2, 4, 5]),
    (PositionEncoding.utf32, [0, 1, 2, 3, 4]),
  ])
  func `each encoding counts its own units`(encoding: PositionEncoding, units: [Int]) {
    let line = "aé😀b"
    for (scalars, unit) in units.enumerated() {
      #expect(encoding.units(before: scalars, in: line) == unit)
      #expect(encoding.scalars(before: unit, in: line) == scalars)
    }
    #expect(encoding.scalars(before: 100, in: line) == 4)
  }

  @Test func `a place in the middle of a character is before it`() {
    #expect(PositionEncoding.utf16.scalars(before: 1, in: "😀b") == 0)
    #expect(PositionEncoding.utf8.scalars(before: 3, in: "😀b") == 0)
  }

  @Test(arguments: [
    ("file:///a/b.chat", "/a/b.chat"), ("file:///a%20b/%C3%A9.chat", "/a b/é.chat"),
    ("file://localhost/a.chat", "/a.chat"), ("untitled:Untitled-1", "untitled:Untitled-1"),
    ("file:///100%", "/100%"),
  ])
  func `a URI names a path`(uri: String, path: String) {
    #expect(DocumentURI.path(of: uri) == path)
  }

  @Test func `a path is written as a URI that names it`() {
    #expect(DocumentURI.uri(of: "/a b/é#1.chat") == "file:///a%20b/%C3%A9%231.chat")
    #expect(DocumentURI.path(of: DocumentURI.uri(of: "/ä%/?.chat")) == "/ä%/?.chat")
    #expect(DocumentURI.uri(of: "untitled:Untitled-1") == "untitled:Untitled-1")
  }
}
