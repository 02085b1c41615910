import Engine

/// Asks quiz questions with a time limit: `!trivia 5`. The first correct answer gets the point; `!scores` are kept.
public struct TriviaBot: CommandBot {
  /// How long a question waits for its answer.
  static let patience = Duration.seconds(30)

  /// What it can be told.
  public static let commands = [
    BotCommand<TriviaBot>(
      "trivia", "Begins a round of questions, 5 or so many.", .optional(.integer("COUNT", in: 1...20)),
      place: .rooms
    ) { _, message, context, count in try begin(count ?? 5, asked: message, in: &context) },
    BotCommand("trivia stop", "Ends the round, by who began it or a moderator.", place: .rooms) {
      _, message, context in try stop(by: message, in: &context)
    },
    BotCommand("scores", "Tells the points of all rounds here.", place: .rooms) { _, message, context in
      let best = ranking(context.storage[scores(for: message)]).prefix(10)
      return [
        message.answer(
          best.isEmpty ? "Nobody has a point yet." : best.map { "\($0) \($1)" }.joined(separator: ", "))
      ]
    },
  ]

  /// A trivia bot.
  public init() {}

  /// Judges what is said during a round, and goes on when nobody knows.
  public mutating func handleOther(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .message(let message):
      guard var round = context.storage[Self.round(for: message)], round.question.accepts(message.text) else {
        return []
      }
      round.points[message.user, default: 0] += 1
      context.storage[Self.scores(for: message)][message.user, default: 0] += 1
      return Self.goOn(round, saying: "\(message.user) is right: \(round.question.answer).", in: &context)
    case .timer(let id):
      guard let round = context.storage[Stored<Round?>(id)] else { return [] }
      return Self.goOn(round, saying: "Time is up. The answer is \(round.question.answer).", in: &context)
    default:
      return []
    }
  }

  /// The round in the room where a message was said; its key is its timer's id too.
  private static func round(for message: Message) -> Stored<Round?> { Stored("round \(message.room ?? "")") }

  /// All points of the room where a message was said.
  private static func scores(for message: Message) -> Stored<[String: Int]> {
    Stored("scores \(message.room ?? "")", default: [:])
  }

  private static func begin(_ count: Int, asked message: Message, in context: inout BotContext) throws
    -> [BotAction]
  {
    guard context.storage[round(for: message)] == nil else { throw CommandRefusal("A round is on already.") }
    let questions = Question.all.shuffled(using: &context.random).prefix(count)
    return ask(Round(request: message, length: count, questions: Array(questions)), in: &context)
  }

  /// Asks the next question, or ends the round.
  private static func goOn(_ round: Round, saying text: String, in context: inout BotContext) -> [BotAction] {
    var round = round
    round.questions.removeFirst()
    let said = round.request.answer(text)
    return [said] + (round.questions.isEmpty ? end(round, in: &context) : ask(round, in: &context))
  }

  private static func ask(_ round: Round, in context: inout BotContext) -> [BotAction] {
    let stored = Self.round(for: round.request)
    context.storage[stored] = round
    return [round.request.answer(round.announcement), .setTimer(id: stored.key, after: patience)]
  }

  private static func stop(by message: Message, in context: inout BotContext) throws -> [BotAction] {
    guard let round = context.storage[round(for: message)] else {
      throw CommandRefusal("There is no round on.")
    }
    guard message.user == round.request.user || context.role(ofAuthor: message) >= .moderator
    else { throw CommandRefusal("\(round.request.user) began the round, and moderators may end it too.") }
    return end(round, in: &context)
  }

  private static func end(_ round: Round, in context: inout BotContext) -> [BotAction] {
    let stored = Self.round(for: round.request)
    context.storage[stored] = nil
    return [round.request.answer(round.result), .cancelTimer(id: stored.key)]
  }

  /// Those with points, the most first.
  fileprivate static func ranking(_ points: [String: Int]) -> [(user: String, points: Int)] {
    points.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { (user: $0.key, points: $0.value) }
  }
}
