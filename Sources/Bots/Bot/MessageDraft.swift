/// A message to be sent that has more than its text.
public struct MessageDraft: Hashable, Codable, Sendable {
  /// The text, which is never read as a command.
  public var text: String
  /// Where to send it.
  public var place: Message.Place
  /// The number of the message in the same place that it replies to, or nil.
  public var replyTo: Int64?
  /// A JSON object for programs, as text, or nil; the server refuses other text, and more than its limit `data_bytes`.
  public var data: String?

  /// A message for `BotAction.send`.
  public init(_ text: String, to place: Message.Place, replyTo: Int64? = nil, data: String? = nil) {
    self.text = text
    self.place = place
    self.replyTo = replyTo
    self.data = data
  }
}
