import BotTesting
import Engine
import Testing

@testable import Bots

@Suite("Trivia") struct TriviaBotTests {
  /// The question that is asked next.
  private func asked(_ chat: BotTesting.Conversation, _ count: String) throws -> TriviaBot.Question {
    let text = try chat.expect(/^Question/)
    let prefix = "Question \(count): "
    #expect(text.hasPrefix(prefix))
    return try #require(TriviaBot.Question.all.first { $0.text == text.dropFirst(prefix.count) })
  }

  @Test func `the first right answer has the point, and who has most wins`() async throws {
    try await conversation(with: TriviaBot()) { chat in
      try chat.say("!trivia 3")
      for (number, knower) in [(1, "bob"), (2, "alice"), (3, "bob")] {
        let question = try asked(chat, "\(number) of 3")
        try chat.say("no idea", by: "carol")
        try chat.expectNothing()
        try chat.say(question.answer.uppercased(), by: knower)
        try chat.expect("\(knower) is right: \(question.answer).")
      }
      try chat.expect("The round is over. bob wins with 2 points.")
      try chat.say("!scores")
      try chat.expect("bob 2, alice 1")
      try chat.advance(.hours(1))
    }
  }

  @Test func `each question has its 30 seconds`() async throws {
    try await conversation(with: TriviaBot()) { chat in
      try chat.say("!trivia 2")
      let first = try asked(chat, "1 of 2")
      try chat.advance(.seconds(29))
      try chat.say(first.answer)
      try chat.expect("alice is right: \(first.answer).")
      let second = try asked(chat, "2 of 2")
      try chat.advance(.milliseconds(29_999))
      try chat.expectNothing()
      try chat.advance(.milliseconds(1))
      try chat.expect("Time is up. The answer is \(second.answer).")
      try chat.expect("The round is over. alice wins with 1 point.")
      try chat.say(second.answer)
    }
  }

  @Test func `rounds and scores outlive the bot`() async throws {
    try await conversation(with: TriviaBot()) { chat in
      try chat.say("!trivia 2")
      let first = try asked(chat, "1 of 2")
      try chat.restart()
      try chat.say(first.answer)
      try chat.expect("alice is right: \(first.answer).")
      let second = try asked(chat, "2 of 2")
      try chat.restart()
      try chat.say(second.answer, by: "bob")
      try chat.expect("bob is right: \(second.answer).")
      try chat.expect("The round is over. A draw of alice and bob with 1 point each.")
      try chat.restart()
      try chat.say("!scores")
      try chat.expect("alice 1, bob 1")
    }
  }

  @Test func `a round without a number has five questions, no two alike`() async throws {
    try await conversation(with: TriviaBot()) { chat in
      try chat.say("!trivia")
      var questions: Set<TriviaBot.Question> = []
      for number in 1...5 {
        questions.insert(try asked(chat, "\(number) of 5"))
        try chat.advance(.seconds(30))
        try chat.expect(/^Time is up\. The answer is .+\.$/)
      }
      try chat.expect("The round is over. Nobody has a point.")
      #expect(questions.count == 5)
    }
  }

  @Test func `the order is another in another round, and the same for the same seed`() async throws {
    func order(seed: UInt64) async throws -> [String] {
      var order: [String] = []
      try await conversation(with: TriviaBot(), seed: seed) { chat in
        for _ in 1...2 {
          try chat.say("!trivia 20")
          order.append(try chat.expect(/^Question 1/))
          try chat.say("!trivia stop")
          try chat.expect("The round is over. Nobody has a point.")
        }
      }
      return order
    }
    let one = try await order(seed: 1)
    #expect(try await order(seed: 1) == one)
    #expect(try await order(seed: 2) != one)
    #expect(Set(one).count == 2)
  }

  @Test func `who began it stops it, and no other member`() async throws {
    try await conversation(with: TriviaBot()) { chat in
      try chat.say("!trivia")
      try chat.expect(/^Question/)
      try chat.say("!trivia 3", by: "bob")
      try chat.expect("bob: A round is on already.")
      try chat.say("!trivia stop", by: "bob")
      try chat.expect("bob: alice began the round, and moderators may end it too.")
      try chat.say("!trivia stop")
      try chat.expect("The round is over. Nobody has a point.")
      try chat.advance(.hours(1))
      try chat.say("!trivia stop")
      try chat.expect("alice: There is no round on.")
    }
  }

  @Test func `a moderator stops it`() throws {
    var bot = TriviaBot()
    var context = BotContext(now: .virtualStart, user: "trivia")
    context.roles.replace(in: "lobby", owner: nil, moderators: ["bob"])
    let stop = Message("!trivia stop", by: "bob", in: "lobby", at: .virtualStart)
    _ = try bot.handle(
      .message(Message("!trivia", by: "alice", in: "lobby", at: .virtualStart)), in: &context)
    #expect(
      try bot.handle(.message(stop), in: &context) == [
        stop.answer("The round is over. Nobody has a point."), .cancelTimer(id: "round lobby"),
      ])
    #expect(context.storage.isEmpty)
  }

  @Test func `each room has its own round and its own scores`() async throws {
    try await conversation(with: TriviaBot(), rooms: ["lobby", "tea"]) { chat in
      try chat.say("!trivia 1")
      let question = try asked(chat, "1 of 1")
      try chat.say(question.answer, in: "tea")
      try chat.expectNothing()
      try chat.say(question.answer)
      try chat.expect("alice is right: \(question.answer).")
      try chat.expect("The round is over. alice wins with 1 point.")
      try chat.say("!scores", in: "tea")
      try chat.expect("Nobody has a point yet.", in: "tea")
    }
  }

  @Test(arguments: [
    ("Brasília", "brasilia"), ("Brasília", " BRASI\u{301}LIA!"), ("Zürich", "zurich"), ("Zürich", "ZÜRICH"),
    ("carbon dioxide", "Carbon  Dioxide."), ("carbon dioxide", "carbondioxide"),
    ("64", "sixty four"), ("Ελλάδα", "ελλάδα"),
  ])
  func `an answer may be spelt in many ways`(answer: String, guess: String) {
    #expect(TriviaBot.Question("?", answer, or: "sixty-four").accepts(guess))
  }

  @Test(arguments: ["", "!", "Brasil", "a Brasília", "6 4 0", "\u{301}"])
  func `what is no answer is none`(guess: String) {
    #expect(!TriviaBot.Question("?", "Brasília", or: "64").accepts(guess))
  }

  @Test func `there are thirty questions, each with an answer and no two alike`() {
    let questions = TriviaBot.Question.all
    #expect(questions.count == 30)
    #expect(Set(questions.map(\.text)).count == 30)
    for question in questions {
      #expect(question.text.hasSuffix("?"))
      #expect(!question.accepts(""), "\(question.text)")
      #expect(([question.answer] + question.others).allSatisfy(question.accepts), "\(question.text)")
    }
  }
}
