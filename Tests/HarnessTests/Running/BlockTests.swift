import Harness
import Testing

/// `order … end` and `any … end`. The body of each scenario begins at line 9.
@Suite("Blocks") struct BlockTests {
  private func verdict(_ body: String) throws -> String {
    summary(try #require(try ScenarioTexts.lobby(body).run().first).verdict)
  }

  @Test func `order holds between users too`() throws {
    #expect(
      try verdict(
        """
        alice, bob > hi
        order
          alice < chat_message user=alice
          bob   < chat_message user=alice
          alice < chat_message user=bob
          bob   < chat_message user=bob
        end
        """) == "passed")
  }

  @Test func `an event that came too early is shown with its line`() throws {
    let result = try #require(
      try ScenarioTexts.lobby(
        """
        alice, bob > hi
        order
          alice < chat_message user=alice
          alice < chat_message user=bob
          bob   < chat_message user=alice
          bob   < chat_message user=bob
        end
        """
      ).run().first)
    #expect(
      summary(result.verdict)
        == "order 13:3 bob received this before the event that is expected first")
    guard case .failed(let failure) = result.verdict else { return }
    // What is shown is the event of the line, not the one that waits behind it.
    #expect(failure.details.map(\.label) == ["came"])
    #expect(failure.details.first?.text.contains("user=alice") == true)
  }

  @Test func `the lines of order must match like any others`() throws {
    #expect(
      try verdict("alice > hi\norder\n  alice < chat_message\n  bob < chat_message user=bob\nend")
        == "mismatch 12:22 bob received something else")
  }

  @Test func `any takes a user's events in any order`() throws {
    #expect(
      try verdict(
        """
        alice, bob > hi
        any
          bob   < chat_message user=bob
          alice < chat_message user=bob
          bob   < chat_message user=alice
          alice < chat_message user=alice
        end
        """) == "passed")
  }

  @Test func `any needs each of its events once`() throws {
    let body = """
      alice, bob > hi
      any
        alice, bob < chat_message user=bob
        alice < chat_message user=alice
        bob   < chat_message user=bob
      end
      """
    #expect(try verdict(body) == "mismatch 11:29 bob received something else")
  }

  @Test func `any fails where too few come`() throws {
    #expect(
      try verdict(
        "alice > hi\nalice < chat_message\nany\n  bob < chat_message seq=1\n  bob < chat_message seq=2\nend")
        == "missing 13:3 bob received nothing")
  }

  @Test func `a name that a line of any does not keep is free again`() throws {
    #expect(
      try verdict(
        """
        alice > /who
        alice > hi
        """) == "unexpected 10:1 alice received an event that nobody expected")
    #expect(
      try verdict(
        """
        alice, bob > hi
        any
          bob < chat_message seq=?second user=bob
          bob < chat_message seq=?first user=alice
        end
        alice < chat_message seq=$first
        alice < chat_message seq=$second
        """) == "passed")
  }

  @Test(arguments: [
    // A general line before a special one.
    """
    alice, bob > hi
    any
      alice < chat_message
      alice < chat_message user=alice
    end
    bob <~ chat_message seq=2
    """,
    // The first event has to be the second line's, so that the third one can use what it binds.
    """
    alice, bob > hi
    any
      alice < chat_message seq=?n
      alice < chat_message user=alice seq=?first
      bob < chat_message seq=$n
      bob < chat_message seq=$first
    end
    alice > $n and $first
    alice, bob < chat_message message="2 and 1"
    """,
    // An optional line leaves events to the lines that need them.
    "alice > hi\nany\n  alice <? chat_message\n  alice < chat_message\nend\nbob < chat_message",
    "alice > hi\nany\n  alice <? user_join\n  alice < chat_message\nend\nbob < chat_message",
    // Several users agree on a value.
    """
    alice > hi
    any
      alice, bob < chat_message seq=?n
    end
    alice > $n
    alice, bob < chat_message message="1"
    """,
  ])
  func `any finds an assignment where there is one`(body: String) throws {
    #expect(try verdict(body) == "passed")
  }

  @Test func `an optional line that could not be compared is no line without an event`() throws {
    let body = """
      alice <? chat_message seq=?u
      alice > one
      any
        alice <? chat_message seq=$u
        alice <? chat_message
      end
      bob < chat_message
      """
    #expect(
      try verdict(body)
        == "mismatch 12:25 alice received an event that could not be compared")
    // What a line that needs an event takes does not depend on it, nor what an optional line before it takes.
    for line in ["alice < chat_message", "alice <? chat_message seq=1"] {
      let lines = "any\n  \(line)\n  alice <? chat_message seq=$u\nend\nbob < chat_message"
      #expect(try verdict("alice <? chat_message seq=?u\nalice > one\n\(lines)") == "passed")
    }
  }

  @Test func `an event without a line is told against the first line that is left`() throws {
    #expect(
      try verdict(
        """
        alice, bob > hi
        any
          alice < chat_message
          alice < chat_message user=carol
        end
        """) == "mismatch 12:24 alice received something else")
  }

  /// Ten users join, and `a` and `b` have these lines for it. The body begins at line 7.
  private func result(_ lines: [String]) throws -> ScenarioResult {
    let users = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
    return try #require(
      try ScenarioTexts(
        """
        title: Many ways
        users: \(users.joined(separator: " "))

        \(users.joined(separator: ", ")) > /join lobby
        a < user_list
        any
        \(lines.map { "  " + $0 }.joined(separator: "\n"))
        end

        """
      ).run().first)
  }

  @Test func `of a block with too many ways to meet it, the best that was found is shown`() throws {
    // What each line binds is another one's, and the last line of a leaves no way.
    let lines =
      (0..<8).map { "a < user_join user=?n\($0)" } + ["a < user_join user=zed"]
      + (0..<8).map { "b < user_join user=$n\($0)" }
    let verdict = try result(lines).verdict
    #expect(summary(verdict) == "mismatch 15:17 a received something else")
    let details = try #require(verdict.failure).details
    #expect(details.map(\.label) == ["expected", "came", "differs", "block"])
    #expect(
      details.last?.text
        == "its events fit its lines in too many ways to try them all; name more fields in its lines")
  }

  @Test func `two encodings of a character are two lines`() throws {
    #expect(
      try verdict(
        """
        ! cut bob
        alice > cafe\u{301}
        alice < chat_message
        alice > caf\u{E9}
        alice < chat_message
        ! return bob
        bob < ready
        any
          bob < chat_message message="caf\u{E9}"
          bob < chat_message message="cafe\u{301}"
        end
        """) == "passed")
  }

  @Test func `hundreds of lines that all events fit are met`() throws {
    let lines = 300
    let result = try ScenarioTexts(
      """
      title: Many lines
      users: alice bob
      limits: messages_burst=1000

      alice, bob > /join lobby
      alice < user_list
      alice < user_join
      bob < user_list
      ! cut bob
      repeat \(lines)
        alice > hello
        alice < chat_message
      end
      ! return bob
      bob < ready
      any
      \((0..<lines).map { "  bob < chat_message seq=..\($0 + 1) message=?m\($0)" }.joined(separator: "\n"))
      end

      """
    ).run().first
    #expect(summary(try #require(result).verdict) == "passed")
  }
}
