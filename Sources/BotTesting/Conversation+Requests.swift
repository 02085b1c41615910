public import Bots
import Harness
public import Testing

/// Work outside of the chat, which in a test is done by the test.
extension Conversation {
  /// The bot has made a request that was not expected before: the next one is this.
  ///
  /// - Parameters:
  ///   - id: The request's id.
  ///   - body: What is to be done, word for word; nil for anything.
  /// - Returns: The request.
  @discardableResult
  public func expectRequest(
    _ id: String, body: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) -> BotRequest {
    let expected = "\(id)\(body.map { ": \($0.debugDescription)" } ?? "")"
    guard let request = requests.first else {
      throw fail(
        "\(bot) made no request", at: sourceLocation, details: [("expected", expected)],
        because: reason(for: bot))
    }
    guard request.id == id, body.map({ $0 == request.body }) ?? true else {
      throw fail(
        "\(bot) made another request", at: sourceLocation,
        details: [("expected", expected), ("came", "\(request.id): \(request.body.debugDescription)")])
    }
    requests.removeFirst()
    openRequests.removeAll { $0.id == id }
    openRequests.append(request)
    return request
  }

  /// Gives the bot the result of a request that was expected, as `Bot.perform` would.
  public func respond(
    _ id: String, _ result: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try respond(id, .success(result), "responds \(result.debugDescription)", sourceLocation)
  }

  /// Lets a request that was expected fail, as where `Bot.perform` throws an error with this text.
  public func fail(
    _ id: String, _ error: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try respond(id, .failure(.failed(error)), "fails: \(error.debugDescription)", sourceLocation)
  }

  private func respond(
    _ id: String, _ result: Result<String, BotResponse.Failure>, _ line: String, _ location: SourceLocation
  ) throws(ConversationFailure) {
    guard let index = openRequests.firstIndex(where: { $0.id == id }) else {
      throw fail("no request \(id) waits for a response; `chat.expectRequest` comes first", at: location)
    }
    let request = openRequests.remove(at: index)
    try step("\(id) \(line)", location) { () throws(StageFailure) in
      try simulator.respond(to: request, result, of: bot)
    }
  }
}
