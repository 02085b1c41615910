import Testing

@testable import Wire

@Suite("Reading JSON") struct JSONReaderTests {
  private func parse(_ text: String, depth: Int = 16) throws(JSONError) -> JSON {
    try JSON.parse(Array(text.utf8), maximumBytes: 1_000_000, maximumDepth: depth)
  }

  @Test(arguments: [
    ("null", JSON.null), ("true", .bool(true)), (" false\r\n\t", .bool(false)), ("0", .integer(0)),
    ("-0", .integer(0)), ("12", .integer(12)), ("-12", .integer(-12)), ("1.5", .number(1.5)),
    ("1.0", .number(1)), ("1e3", .number(1000)), ("-0.0", .number(-0.0)), (#""""#, .string("")),
    (#""a\/b\\\"\n""#, .string("a/b\\\"\n")), (#""\u00e9\ud83d\ude00""#, .string("é😀")),
    ("\"é😀\"", .string("é😀")), ("[]", .array([])), ("{}", .object([])),
    ("[1,[2]]", .array([.integer(1), .array([.integer(2)])])),
    (
      #"{"b":1,"a":{"b":2}}"#,
      .object([.init("b", .integer(1)), .init("a", .object([.init("b", .integer(2))]))])
    ),
    (#"{"":0}"#, .object([.init("", .integer(0))])),
  ])
  func `a text gives its value`(text: String, value: JSON) throws {
    #expect(try parse(text) == value)
  }

  @Test(arguments: [
    ("9223372036854775807", JSON.integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
    ("18446744073709551616", .number(18_446_744_073_709_551_616)),
    ("100000000000000000000000", .number(1e23)),
    ("[1,123456789012345678901,2]", .array([.integer(1), .number(1.2345678901234568e20), .integer(2)])),
  ])
  func `an integer beyond 64 bits becomes the nearest double`(text: String, value: JSON) throws {
    #expect(try parse(text) == value)
  }

  @Test func `U+0000 survives in values and in names`() throws {
    let text = #"{"a\u0000b":"c\u0000d","e":{"\u0000":1},"f\u0000":100000000000000000000}"#
    #expect(
      try parse(text)
        == .object([
          .init("a\0b", .string("c\0d")), .init("e", .object([.init("\0", .integer(1))])),
          .init("f\0", .number(1e20)),
        ]))
  }

  @Test func `names that differ only in normalisation are two names`() throws {
    let value = try parse("{\"\u{e9}\":1,\"e\u{301}\":2}")
    #expect(value["\u{e9}"] == .integer(1))
    #expect(value["e\u{301}"] == .integer(2))
  }

  @Test(arguments: [
    ("", "expected a value at byte 0, where the text ends"),
    ("  ", "expected a value at byte 2, where the text ends"),
    ("{\"a\":1,}", "expected a member name in double quotes at byte 7"),
    ("{'a':1}", "expected a member name in double quotes or '}' at byte 1"),
    ("{\"a\" 1}", "expected ':' after the member name at byte 5"),
    ("{\"a\":1 \"b\":2}", "expected ',' or '}' at byte 7"),
    ("{\"a\":}", "expected a value at byte 5"),
    ("[1 2]", "expected ',' or ']' at byte 3"), ("[1,]", "expected a value at byte 3"),
    ("[01]", "expected ',' or ']' at byte 2"), ("[-]", "expected a digit at byte 2"),
    ("[1.]", "expected a digit at byte 3"), ("[.5]", "expected a value at byte 1"),
    ("[1e]", "expected a digit at byte 3"), ("[+1]", "expected a value at byte 1"),
    ("[0x1]", "expected ',' or ']' at byte 2"), ("NaN", "expected a value at byte 0"),
    ("Infinity", "expected a value at byte 0"), ("-Infinity", "expected a digit at byte 1"),
    ("TRUE", "expected a value at byte 0"), ("nul", "expected a value at byte 0"),
    ("truex", "expected nothing more after the value at byte 4"),
    ("{} {}", "expected nothing more after the value at byte 3"),
    ("{}\0", "expected nothing more after the value at byte 2"),
    ("\u{c}1", "expected a value at byte 0"), ("/**/1", "expected a value at byte 0"),
    ("\"a", "expected the string's closing quotation mark at byte 2, where the text ends"),
    ("\"a\nb\"", "a control character that is not escaped at byte 2"),
    ("\"a\0b\"", "a control character that is not escaped at byte 2"),
    (#""\x41""#, "expected one of \" \\ / b f n r t u after the backslash at byte 2"),
    (#""\u12g4""#, "expected four hexadecimal digits after \\u at byte 5"),
    (#""\ud800""#, "a lone surrogate at byte 1"), (#""\ud800\u0041""#, "a lone surrogate at byte 1"),
    (#""x\udc00""#, "a lone surrogate at byte 2"), (#"{"\udfff":1}"#, "a lone surrogate at byte 2"),
    ("\u{feff}{}", "a byte-order mark, which JSON does not allow, at byte 0"),
    ("[1e400]", "a number that is too large at byte 1"),
    ("[0,-1e999]", "a number that is too large at byte 3"),
    (#"{"a":1,"a":2}"#, "the member name \"a\" for the second time in one object at byte 7"),
    (#"{"a":1,"\u0061":2}"#, "the member name \"a\" for the second time in one object at byte 7"),
    (
      #"[{"a":1},{"b":1,"c":[{}],"b":1}]"#,
      "the member name \"b\" for the second time in one object at byte 25"
    ),
    (#"{"a":1,"a\u0000":2}"#, "the member name \"a\0\" for the second time in one object at byte 7"),
  ])
  func `what is wrong is told with its place`(text: String, message: String) {
    #expect { try parse(text) } throws: { "\($0)" == message }
  }

  @Test func `an integer of 400 digits is too large for a double`() {
    let digits = String(repeating: "9", count: 400)
    #expect(throws: JSONError(.numberOutOfRange, at: 25)) { try parse("[100000000000000000000,0,\(digits)]") }
  }

  @Test func `depth counts arrays and objects`() throws {
    #expect(try parse("[{}]", depth: 2) == .array([.object([])]))
    #expect(throws: JSONError(.tooDeep(maximumDepth: 2), at: 6)) { try parse(#"[{"a":[]}]"#, depth: 2) }
    #expect(throws: JSONError(.tooDeep(maximumDepth: 0), at: 0)) { try parse("[]", depth: 0) }
  }

  @Test(arguments: [16, 512, 1_000_000])
  func `a hundred thousand opening brackets are too deep`(depth: Int) {
    let levels = min(depth, JSONScan.deepest)
    #expect(throws: JSONError(.tooDeep(maximumDepth: levels), at: levels)) {
      try parse(String(repeating: "[", count: 100_000), depth: depth)
    }
  }

  @Test func `the deepest text that is allowed can be read`() throws {
    let levels = JSONScan.deepest
    let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    #expect(try parse(text, depth: levels).bytes == Array(text.utf8))
  }

  @Test func `a text longer than the limit is refused before it is read`() {
    #expect(throws: JSONError(.tooLong(maximumBytes: 4), at: 4)) {
      try JSON.parse(Array("?????".utf8), maximumBytes: 4, maximumDepth: 1)
    }
  }

  @Test func `a reader reads on after it refused a text`() throws {
    let reader = JSONReader(maximumBytes: 100, maximumDepth: 4)
    for _ in 0..<3 {
      #expect(throws: JSONError.self) { try reader.read(Array(#"{"a":1,"a":[2]}"#.utf8)) }
      #expect(throws: JSONError.self) { try reader.read(Array("[[".utf8)) }
      #expect(try reader.read(Array("7".utf8)) == .integer(7))
    }
  }
}
