import Client

/// Prompts and answers.
extension Trial {
  /// A word that nobody has said yet.
  func newWord() -> String {
    words += 1
    let digits = String(words)
    return "word" + String(repeating: "0", count: 4 - min(4, digits.count)) + digits
  }

  /// By what a prompt for a word, or an answer to it, is known on its way; empty where all are alike.
  func mark(_ word: String) -> String { bot.hasOnePrompt ? "" : word }

  /// Lets a user ask for a new word, or for one that nobody has asked for: in a room, or in private where the bot answers there.
  func ask(_ user: TrialUser, for word: String? = nil, in room: String = lobby) throws(TrialEnd) -> String {
    let word = word ?? newWord()
    asked.append(word)
    if bot.isPrivate {
      try reaching { () throws(WebSocketError) in try user.tell(bot.name, bot.prompt(word)) }
    } else {
      try say(bot.prompt(word), user, in: room)
    }
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

  /// All that the bot said where it answers: in rooms, once each as the first user heard it, or to any user in private.
  var said: [TrialUser.Heard] {
    bot.isPrivate
      ? users.flatMap(\.heard).filter { $0.user == bot.name && $0.room == nil }
      : users[0].heard.filter { $0.user == bot.name && $0.room != nil }
  }

  /// How often the bot answered a word. Where all prompts are alike, the answers are those to the prompts in their order, and more answers
  /// than prompts are the last one's.
  func count(_ word: String) -> Int {
    let answers = said.count { $0.text.contains(bot.answer(word)) }
    guard bot.hasOnePrompt else { return answers }
    guard let index = asked.firstIndex(of: word) else { return 0 }
    let left = max(0, answers - index)
    return index == asked.count - 1 ? left : min(1, left)
  }

  /// When the bot has nothing more to do every word must have been answered, and none twice.
  func expectOneAnswer(to words: [String]) throws(TrialEnd) {
    _ = try wait { words.allSatisfy { self.count($0) > 0 } }
    try settle()
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

  /// Lets the bot be as it is until it has nothing more to do, and for a while where one is given; meanwhile it must say nothing.
  func expectSilence(forMilliseconds milliseconds: Int = 0) throws(TrialEnd) {
    let before = said.count
    if try !wait(milliseconds, until: { self.said.count > before }) { try settle() }
    if said.count > before { throw .found(Finding(unasked: said[before].text, after: circumstance)) }
  }
}
