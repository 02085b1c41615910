public import Bots
public import Engine
import Harness
public import Testing
import Wire

/// A chat with a bot in it, in virtual time: what a test says and does there, and what it expects the bot to say.
///
/// `conversation(with:)` makes one. Server, clock and network are simulated, by the engine that a live server runs. When a call
/// returns, everything that it leads to at this instant has happened, so that there is nothing to wait for, and "the
/// bot said nothing" is a fact. Time passes in `advance` only.
///
/// - Users and rooms are created when they are first named. A user who sends to a room for the first time joins it first.
/// - What the bot says waits until it is expected, in each place by itself: each room, and the private conversation with each user.
/// - What was not expected by the end fails the test, as does a fault of the bot, or a refusal by the server that was not expected.
public final class Conversation {
  /// The name of the bot that the conversation is with.
  public let bot: String
  /// The room that is meant where none is named: the first that the bot is in.
  public let room: String

  let simulator: Simulator
  var bots: [String]
  var transcript: ConversationTranscript
  /// What bots said and no expectation has taken.
  var unread: [Utterance] = []
  var requests: [BotRequest] = []
  /// The requests that were expected and wait for a response.
  var openRequests: [BotRequest] = []
  var problems: [Fault<BotProblem>] = []
  var refusals: [Fault<BotEvent.Failure>] = []
  /// The sessions that came into being, in this order.
  var users: [String] = []
  var memberships: Set<Membership> = []
  /// The first failure; the test fails with it even where its error was caught.
  var failure: ConversationFailure?

  init(
    with bot: any Bot, name: String, rooms: [String], owner: String?, seed: UInt64?, limits: Limits,
    start: Instant, at location: SourceLocation
  ) throws(ConversationFailure) {
    self.bot = name
    room = rooms.first ?? "lobby"
    bots = []
    transcript = ConversationTranscript(start: start)
    do throws(StageFailure) {
      simulator = try Simulator(
        configuration: Configuration(limits: limits, clock: .virtual), startingAt: start)
    } catch {
      throw ConversationFailure(error.message, transcript: transcript, at: location)
    }
    if let owner { for room in rooms { try join(owner, room, sourceLocation: location) } }
    try add(bot, name: name, rooms: rooms, seed: seed, sourceLocation: location)
  }

  /// The time of the virtual clock.
  public var now: Instant { simulator.now }

  /// Everything that was done and said so far, a line each, with its time.
  public var description: String { transcript.description }

  /// Adds another bot to rooms. What it says is expected with `from:`.
  ///
  /// - Parameters:
  ///   - bot: The bot.
  ///   - name: Its user name.
  ///   - rooms: Where it is; nil means the room of the conversation.
  ///   - seed: Where its random numbers begin; nil lets them follow from its name.
  public func add(
    _ bot: any Bot, name: String, rooms: [String]? = nil, seed: UInt64? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try start(bot, name: name, rooms: rooms, seed: seed, at: sourceLocation) { [unowned self] frame in
      observe(frame.fields, of: name)
    }
  }

  /// Adds a bot without behaviour to rooms, for which the test speaks: `chat.say("hi", by: "ticker")`.
  ///
  /// - Parameters:
  ///   - name: Its user name.
  ///   - rooms: Where it is; nil means the room of the conversation.
  public func addBot(
    _ name: String, rooms: [String]? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws(ConversationFailure) {
    try start(SilentBot(), name: name, rooms: rooms, seed: nil, at: sourceLocation, observe: nil)
    for room in rooms ?? [room] { memberships.insert(Membership(user: name, room: NameKey(room))) }
  }

  private func start(
    _ bot: any Bot, name: String, rooms: [String]?, seed: UInt64?, at location: SourceLocation,
    observe: ((Received) -> Void)?
  ) throws(ConversationFailure) {
    guard !bots.contains(name), !users.contains(name) else {
      throw fail("\(name) takes part already; give the bot another name", at: location)
    }
    let rooms = rooms ?? [room]
    bots.append(name)
    let places = rooms.isEmpty ? "" : " and joins \(rooms.joined(separator: ", "))"
    try step("\(name) connects\(places)", location) { () throws(StageFailure) in
      try simulator.add(bot, name: name, rooms: rooms, seed: seed, observe: observe)
    }
  }

  /// Lets time pass, and everything fall due on the way.
  public func advance(_ time: Duration, sourceLocation: SourceLocation = #_sourceLocation)
    throws(ConversationFailure)
  {
    guard time >= .zero else {
      throw fail("time cannot pass backwards, by \(time)", at: sourceLocation)
    }
    try step("+\(time.inOneUnit)", sourceLocation) { () throws(StageFailure) in
      try simulator.advance(byMilliseconds: time.milliseconds)
    }
  }
}

/// A user in a room.
struct Membership: Hashable {
  let user: String
  let room: NameKey
}

/// What a bot said, to a room or to one user, or what it gave an earlier message as its new text.
struct Utterance: CustomStringConvertible {
  let bot: String
  let place: Message.Place
  let text: String
  let isEdit: Bool
  /// The number of the message that it replies to, or nil.
  let replyTo: Int64?

  var description: String { "\(bot) \(isEdit ? "edits " : "")\(place.phrase): \(shownText)" }

  /// The text, and what it replies to.
  var shownText: String { text.debugDescription + (replyTo.map { ", as a reply to message \($0)" } ?? "") }
}

extension Message.Place {
  /// Where something is said, for people.
  var phrase: String {
    switch self {
    case .room(let name): "in \(name)"
    case .user(let name): "to \(name)"
    }
  }

  func isSame(as other: Self) -> Bool {
    switch (self, other) {
    case (.room(let a), .room(let b)), (.user(let a), .user(let b)): NameKey(a) == NameKey(b)
    case (.room, .user), (.user, .room): false
    }
  }
}

/// Something that went wrong, and for whom.
struct Fault<Reason> {
  let who: String
  let reason: Reason
}

/// A bot that does nothing by itself.
private struct SilentBot: Bot {
  mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] { [] }
}
