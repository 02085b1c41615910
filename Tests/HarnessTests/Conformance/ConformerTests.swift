import Client
import Harness
import ScenarioLanguage
import Testing

@testable import Conformance
@testable import ProtocolRegistry

/// What the result of a check means for the server.
@Suite struct ConformerTests {
  private static let must = Check("a/must", "Must", covers: "ROOM-1", "RES-10") { _ in }
  private static let may = Check("a/may", "May", covers: "RES-10") { _ in }

  private func failure(_ kind: ScenarioFailure.Kind) -> Verdict {
    .failed(
      ScenarioFailure(
        kind: kind, message: "x", origin: Origin(span: SourceSpan(path: "p", line: 1, column: 1, length: 1))))
  }

  private func judged(
    _ verdict: Verdict, of check: Check = must, _ change: (inout Conformer) -> Void = { _ in }
  ) -> ScenarioResult {
    var conformer = Conformer(of: .at(Endpoint(host: "127.0.0.1", port: 1), token: nil))
    conformer.again = ["verbatim", "conform", "--check"]
    change(&conformer)
    return conformer.judged(check.result(verdict), of: check)
  }

  @Test func `a rule that binds fails, and one that does not warns`() {
    #expect(judged(failure(.mismatch)).verdict.kind == .failed)
    #expect(judged(failure(.mismatch), of: Self.may).verdict.kind == .warned)
    #expect(judged(.passed).verdict.kind == .passed)
  }

  @Test func `strictness makes SHOULD bind, and MAY never`() {
    #expect(judged(failure(.missing), of: Self.may) { $0.isStrict = true }.verdict.kind == .warned)
    let should = Clause(.rooms, 1, .should, "It should.")
    let check = Check(
      name: "a/should", title: "Should", covers: [should], profiles: [],
      body: .procedure({ _ in }, at: Origin(span: SourceSpan(path: "p", line: 1, column: 1, length: 1))))
    #expect(judged(failure(.missing), of: check).verdict.kind == .warned)
    #expect(judged(failure(.missing), of: check) { $0.isStrict = true }.verdict.kind == .failed)
  }

  @Test func `what did not come to its point is untestable, and what was skipped not applicable`() {
    #expect(judged(failure(.setup)).verdict.kind == .untestable)
    #expect(judged(failure(.setup), of: Self.may).verdict.kind == .untestable)
    guard case .notApplicable("r") = judged(.skipped(reason: "r")).verdict else {
      Issue.record("it is applicable")
      return
    }
  }

  @Test func `a failure tells how to see it again`() {
    let result = judged(failure(.mismatch))
    #expect(result.name == "a/must")
    #expect(result.verdict.failure?.again == ["verbatim", "conform", "--check", "a/must"])
  }

  @Test func `a baseline has the last word`() throws {
    let baseline = try Baseline("a/must: known", path: "b", names: ["a/must"])
    #expect(judged(failure(.mismatch)) { $0.baseline = baseline }.verdict.kind == .failedAsExpected)
    #expect(judged(.passed) { $0.baseline = baseline }.verdict.kind == .passedUnexpectedly)
    #expect(!judged(failure(.setup)) { $0.baseline = baseline }.verdict.isBad)
  }

  @Test func `a server that is not there leaves every check untestable`() {
    var conformer = Conformer(of: .at(Endpoint(host: "127.0.0.1", port: 1), token: nil))
    conformer.jobs = 2
    let outcome = conformer.run([Self.must, Self.may])
    #expect(outcome.unreachable?.contains("cannot be reached") == true)
    #expect(outcome.results.map(\.verdict.kind) == [.untestable, .untestable])
  }
}
