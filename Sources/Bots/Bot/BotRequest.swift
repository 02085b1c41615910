/// Work outside of the chat that a bot wants done, such as a call over HTTP.
public struct BotRequest: Hashable, Codable, Sendable {
  /// What the bot knows the request by when the response comes. A request that is under way is replaced by another of the same id.
  public var id: String
  /// What is to be done, in words or data that `Bot.perform` understands.
  public var body: String

  /// A request.
  public init(id: String, body: String) {
    self.id = id
    self.body = body
  }
}

/// What became of a request.
public struct BotResponse: Hashable, Sendable {
  /// The request.
  public var request: BotRequest
  /// What `Bot.perform` returned, or why it did not.
  public var result: Result<String, Failure>

  /// A response.
  public init(to request: BotRequest, _ result: Result<String, Failure>) {
    self.request = request
    self.result = result
  }

  /// Why there is no result.
  public enum Failure: Error, Hashable, Sendable {
    /// `Bot.perform` threw; the text is the error's.
    case failed(String)
    /// The bot was restarted before the result came. Whether the work was done is not known.
    case interrupted
  }
}
