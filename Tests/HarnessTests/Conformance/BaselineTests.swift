import Harness
import ScenarioLanguage
import Testing

@testable import Conformance

/// Failures that are known.
@Suite struct BaselineTests {
  private static let names = ["rooms/join.chat", "rooms/leave.chat", "websockets/utf8"]

  private func mistakes(in text: String) -> [String] {
    do throws(Baseline.Mistake) {
      _ = try Baseline(text, path: "known", names: Self.names)
      return []
    } catch {
      return error.messages
    }
  }

  @Test func `an entry is a check and a reason`() throws {
    let text = """
      # What we know of.

        rooms/join.chat: joins twice: once too often\u{20}
      websockets/utf8: the library does not look
      """
    let baseline = try Baseline(text, path: "known", names: Self.names)
    #expect(baseline.entries.map(\.check) == ["rooms/join.chat", "websockets/utf8"])
    #expect(
      baseline.entries.map(\.reason) == ["joins twice: once too often", "the library does not look"])
    #expect(baseline.entries.map(\.span.line) == [3, 4])
    #expect(baseline.entries[0].span.path == "known")
    #expect(try Baseline("", path: "known", names: Self.names).entries.isEmpty)
  }

  @Test(arguments: [
    ("rooms/join.chat", "known:1: an entry is `CHECK: REASON`; the reason is missing"),
    ("rooms/join.chat: ", "known:1: an entry is `CHECK: REASON`; the reason is missing"),
    ("\nrooms/jion.chat: x", "known:2: there is no check `rooms/jion.chat`; did you mean `rooms/join.chat`?"),
    ("nothing like it: x", "known:1: there is no check `nothing like it`"),
    (
      "rooms/join.chat: x\nrooms/join.chat: y",
      "known:2: `rooms/join.chat` is already in line 1"
    ),
  ])
  func `a line that is no entry is told with its place`(text: String, message: String) {
    #expect(mistakes(in: text) == [message])
  }

  @Test func `all mistakes are told at once`() {
    #expect(mistakes(in: "a\nb: c\nrooms/join.chat: ok").count == 2)
  }

  @Test func `a known failure is expected, and one that is gone is stale`() throws {
    let baseline = try Baseline("rooms/join.chat: why", path: "known", names: Self.names)
    let failure = ScenarioFailure(
      kind: .missing, message: "x", origin: Origin(span: SourceSpan(path: "a", line: 1, column: 1, length: 1))
    )
    func kind(_ verdict: Verdict, of check: String = "rooms/join.chat") -> Verdict.Kind {
      baseline.judged(verdict, of: check).kind
    }
    #expect(kind(.failed(failure)) == .failedAsExpected)
    #expect(kind(.untestable(failure)) == .failedAsExpected)
    for verdict in [Verdict.passed, .warned(failure), .notApplicable(reason: "r"), .skipped(reason: "r")] {
      #expect(kind(verdict) == .passedUnexpectedly)
    }
    #expect(kind(.harnessError(reason: "r")) == .harnessError)
    #expect(kind(.failed(failure), of: "rooms/leave.chat") == .failed)
    guard
      case .passedUnexpectedly(let reason, .baseline(let span)) = baseline.judged(
        .passed, of: "rooms/join.chat")
    else {
      Issue.record("it is not stale")
      return
    }
    #expect(reason == "why")
    #expect(span.line == 1)
  }
}
