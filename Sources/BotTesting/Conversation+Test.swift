public import Bots
public import Engine
public import Testing

/// Lets a bot take part in a chat, in virtual time, and runs a test's conversation with it.
///
/// ```swift
/// @Test func `it repeats what it is told`() async throws {
///   try await conversation(with: EchoBot()) { chat in
///     try chat.say("!echo hi")
///     try chat.expect("hi")
///     try chat.advance(.hours(24))
///     try chat.expectNothing()
///   }
/// }
/// ```
///
/// The first expectation that is not met ends the conversation, and is one issue of the test: what was expected, what
/// came, and the conversation up to it. Nothing takes real time, and the same conversation gives the same answers each time.
///
/// - Parameters:
///   - bot: The bot, as it is when its program begins; a restart begins with it again.
///   - name: Its user name.
///   - rooms: Where it is. The first is where the test and the bot speak when no room is named.
///   - owner: The user who makes the rooms; nil means the bot, which then comes first and owns them.
///   - seed: Where its random numbers begin; nil lets them follow from its name.
///   - limits: The server's limits.
///   - start: The time at which the virtual clock begins: by default 2026-01-01T00:00:00Z, a Thursday.
///   - body: What is said, done and expected.
public func conversation(
  with bot: any Bot, name: String = "bot", rooms: [String] = ["lobby"], owner: String? = nil,
  seed: UInt64? = nil, limits: Limits = Limits(), start: Instant = .virtualStart,
  sourceLocation: SourceLocation = #_sourceLocation, isolation: isolated (any Actor)? = #isolation,
  _ body: (Conversation) async throws -> Void
) async throws {
  let failure = try await failure(
    ofConversationWith: bot, name: name, rooms: rooms, owner: owner, seed: seed, limits: limits, start: start,
    sourceLocation: sourceLocation, body)
  if let failure {
    Issue.record(Comment(rawValue: failure.description), sourceLocation: failure.sourceLocation)
  }
}

/// Runs a conversation and returns why it failed, or nil where it did not.
package func failure(
  ofConversationWith bot: any Bot, name: String = "bot", rooms: [String] = ["lobby"], owner: String? = nil,
  seed: UInt64? = nil, limits: Limits = Limits(), start: Instant = .virtualStart,
  sourceLocation: SourceLocation = #_sourceLocation, isolation: isolated (any Actor)? = #isolation,
  _ body: (Conversation) async throws -> Void
) async throws -> ConversationFailure? {
  do {
    let chat = try Conversation(
      with: bot, name: name, rooms: rooms, owner: owner, seed: seed, limits: limits, start: start,
      at: sourceLocation)
    do {
      try await body(chat)
    } catch is ConversationFailure {
      // The conversation has noted the first.
    }
    try chat.end(at: sourceLocation)
    return nil
  } catch let failure as ConversationFailure {
    return failure
  }
}
