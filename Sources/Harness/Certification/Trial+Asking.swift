import Client

/// Prompts and answers.
extension Trial {
  /// A word that nobody has said yet.
  func newWord() -> String {
    words += 1
    let digits = String(words)
    return "word" + String(repeating: "0", count: 4 - min(4, digits.count)) + digits
  }

  /// Lets a user ask for a new word.
  func ask(_ user: TrialUser, in room: String = lobby) throws(TrialEnd) -> String {
    let word = newWord()
    try say(bot.prompt(word), user, in: room)
    return word
  }

  func say(_ text: String, _ user: TrialUser, in room: String = lobby) throws(TrialEnd) {
    try reaching { () throws(WebSocketError) in try user.say(text, in: room) }
  }

  /// Lets a user ask for a new word, waits for the answer, and gives the word.
  func askAndAwait(_ user: TrialUser) throws(TrialEnd) -> String {
    let word = try ask(user)
    guard try wait(until: { self.count(word) > 0 }) else { throw .found(Finding(noAnswerTo: [word], self)) }
    return word
  }

  /// All that the bot said, once each, in rooms as the first user heard it.
  var said: [TrialUser.Heard] { users[0].heard.filter { $0.user == bot.name && $0.room != nil } }

  /// How often the bot answered a word in rooms.
  func count(_ word: String) -> Int { said.count { $0.text.contains(bot.answer(word)) } }

  /// After a moment of silence every word must have been answered, and none twice.
  func expectOneAnswer(to words: [String], silence: Int = silenceMilliseconds) throws(TrialEnd) {
    _ = try wait { words.allSatisfy { self.count($0) > 0 } }
    try settle(silence)
    try expectNoSecondAnswer(to: words)
    let missing = words.filter { count($0) == 0 }
    guard missing.isEmpty else { throw .found(Finding(noAnswerTo: missing, self)) }
  }

  func expectNoSecondAnswer(to words: [String]) throws(TrialEnd) {
    for word in words {
      let count = count(word)
      guard count < 2 else { throw .found(Finding(answers: count, to: word, after: circumstance)) }
    }
  }

  /// Lets the bot be as it is for a while, in which it must say nothing.
  func expectSilence(forMilliseconds milliseconds: Int) throws(TrialEnd) {
    let before = said.count
    if try wait(milliseconds, until: { self.said.count > before }) {
      throw .found(Finding(unasked: said[before].text, after: circumstance))
    }
  }
}
