/// What a user gave a message, or took away from it.
public struct Reaction: Hashable, Codable, Sendable {
  /// The reaction, such as 👍.
  public var text: String
  /// Who gave it.
  public var user: String
  /// The message's number in its place.
  public var seq: Int64
  /// Where the message is.
  public var place: Message.Place
  /// How many users give the message this reaction now.
  public var count: Int64

  /// A reaction; a test of a bot makes its own.
  public init(_ text: String, by user: String, to seq: Int64, in place: Message.Place, count: Int64 = 1) {
    self.text = text
    self.user = user
    self.seq = seq
    self.place = place
    self.count = count
  }
}
