import Testing
import Wire

@testable import ProtocolRegistry
@testable import Reports

/// The clauses of a suite of one's own, and what covers them.
@Suite struct CoverageMatrixTests {
  @Test func `a file has a clause in each line that says something`() throws {
    let list = try ClauseList("# Shop\n\nSHOP-1  An order is confirmed. \r\n  SHOP-2\n", path: "c.txt")
    #expect(
      list.clauses == [.init(id: "SHOP-1", text: "An order is confirmed."), .init(id: "SHOP-2", text: "")])
  }

  @Test(arguments: [
    ("# none\n", "c.txt has no clause; write lines such as `SHOP-12  An order is confirmed.`"),
    ("A-1 x\n\nA-1 y", "c.txt:3: A-1 is in line 1 already; delete one."),
    ("ROOM-1 x", "c.txt:1: ROOM-1 is a clause of the protocol; choose another name."),
    ("- x", "c.txt:1: `-` cannot name a clause; write a name such as SHOP-12."),
  ])
  func `what is wrong with a file is told with its place`(text: String, message: String) {
    #expect(throws: ClauseList.Mistake(messages: [message])) {
      try ClauseList(text, path: "c.txt", reserved: ["ROOM-1"])
    }
  }

  private static func report(_ results: [(name: String, verdict: String, covers: [String])]) -> JSON {
    .object([
      .init("format", .string("verbatim.report.v1")),
      .init(
        "results",
        .array(
          results.map { result in
            .object([
              .init("name", .string(result.name)), .init("verdict", .string(result.verdict)),
              .init("covers", .array(result.covers.map(JSON.string))),
            ])
          })),
    ])
  }

  @Test func `a clause stands as its scenarios do`() throws {
    let column = try CoverageMatrix.Column(
      "run",
      of: Self.report([
        ("a", "passed", ["P", "F", "X", "S"]), ("b", "failed", ["F", "X"]), ("c", "xfail", ["X", "K"]),
        ("d", "skipped", ["S", "N"]), ("e", "xpass", ["U"]),
      ]))
    let standings = ["P", "F", "X", "S", "K", "N", "U", "O"].map(column.standing)
    #expect(
      standings == [.passed, .failed, .failed, .passed, .xfail, .skipped, .failed, .uncovered])
  }

  @Test func `what is no report is told`() {
    for report in [JSON.object([]), .object([.init("format", .string("verbatim.report.v1"))])] {
      #expect(throws: ConformanceMatrix.Mistake(message: "it is not a report of `verbatim run --json`")) {
        try CoverageMatrix.Column("run", of: report)
      }
    }
  }

  @Test func `the matrix has a line for each clause, covered or not`() throws {
    let matrix = CoverageMatrix(
      try ClauseList("SHOP-1 An order | is confirmed\nSHOP-2 It can be cancelled", path: "c.txt"),
      [try .init("run", of: Self.report([("a.chat [x|y]", "passed", ["SHOP-1"])]))])
    #expect(
      matrix.markdown == #"""
        # Coverage

        | run | ✓ passed | ✗ failed | ~ known failure | – skipped | · not covered |
        | --- | --- | --- | --- | --- | --- |
        | run | 1 | 0 | 0 | 0 | 1 |

        ## Clauses

        | clause | run | scenarios | what it says |
        | --- | --- | --- | --- |
        | SHOP\-1 | ✓ passed | ` a.chat [x\|y] ` | An order \| is confirmed |
        | SHOP\-2 | · not covered |  | It can be cancelled |

        """#)
  }
}
