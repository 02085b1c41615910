import Testing
import Wire

@Suite("Writing JSON") struct JSONWriterTests {
  @Test(arguments: [
    (JSON.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
    (.integer(.min), "-9223372036854775808"),
    (.number(0.1), "0.1"), (.number(1e300), "1e+300"), (.number(-0.0), "-0.0"), (.number(.infinity), "null"),
    (.number(.nan), "null"), (.string(""), "\"\""), (.string("a/b"), "\"a/b\""),
    (.string("\u{0}\u{1f}\n\t\"\\"), #""\u0000\u001f\n\t\"\\""#),
    (.string("é😀\u{7f}\u{2028}"), "\"é😀\u{7f}\u{2028}\""),
    (.array([]), "[]"), (.object([]), "{}"), (.array([.integer(1), .null]), "[1,null]"),
    (
      .object([.init("b", .integer(1)), .init("a\0", .integer(2)), .init("b", .null)]),
      #"{"b":1,"a\u0000":2,"b":null}"#
    ),
  ])
  func `a value gives compact text`(value: JSON, text: String) {
    #expect(String(decoding: value.bytes, as: UTF8.self) == text)
  }

  @Test(arguments: [
    "null", "[1,-2,0.1,1e-05,5e-324,1.7976931348623157e+308]",
    #"{"z":{"y":["\u0000","é",true]},"a\u0000b":{}}"#,
    #"["\b\f\r"]"#,
  ])
  func `what was written reads back alike`(text: String) throws {
    let value = try JSON.parse(Array(text.utf8), maximumBytes: 1000, maximumDepth: 16)
    #expect(try JSON.parse(value.bytes, maximumBytes: 1000, maximumDepth: 16) == value)
  }
}
