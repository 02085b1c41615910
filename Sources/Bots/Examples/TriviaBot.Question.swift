extension TriviaBot {
  /// A question and what is right.
  struct Question: Hashable, Codable {
    let text: String
    /// The answer, as it is told.
    let answer: String
    /// What is right as well.
    let others: [String]

    init(_ text: String, _ answer: String, or others: String...) {
      self.text = text
      self.answer = answer
      self.others = others
    }

    /// Whether this is the answer; case, accents, white space and punctuation do not matter.
    func accepts(_ guess: String) -> Bool {
      let guess = guess.words.joined()
      return ([answer] + others).contains { $0.words.joined() == guess }
    }

    /// All questions.
    static let all = [
      Question("What is the capital of Australia?", "Canberra"),
      Question("What is the capital of Brazil?", "Brasília"),
      Question("What is the capital of Canada?", "Ottawa"),
      Question(
        "Which ocean is the largest?", "the Pacific", or: "Pacific", "the Pacific Ocean", "Pacific Ocean"),
      Question("Which planet is the largest in the solar system?", "Jupiter"),
      Question("Which planet is nearest to the sun?", "Mercury"),
      Question("How many legs has a spider?", "8", or: "eight"),
      Question("How many strings has a violin?", "4", or: "four"),
      Question("How many squares has a chess board?", "64", or: "sixty-four"),
      Question("How many minutes has a day?", "1440"),
      Question("What is the smallest prime number?", "2", or: "two"),
      Question("What is the square root of 144?", "12", or: "twelve"),
      Question("How many sides has a hexagon?", "6", or: "six"),
      Question("How many degrees has a right angle?", "90", or: "ninety"),
      Question("Which number is C in Roman numerals?", "100", or: "a hundred", "one hundred", "hundred"),
      Question("Which gas do plants take from the air to grow?", "carbon dioxide", or: "CO2"),
      Question("Of which element is Au the symbol?", "gold"),
      Question("Of which element is Fe the symbol?", "iron"),
      Question("What is frozen water called?", "ice"),
      Question("Which bird is the largest alive?", "the ostrich", or: "ostrich", "an ostrich"),
      Question("Which animal is the largest alive?", "the blue whale", or: "blue whale", "a blue whale"),
      Question("Which mountain is the highest above the sea?", "Mount Everest", or: "Everest"),
      Question("Which river runs through London?", "the Thames", or: "Thames"),
      Question("Which river runs through Paris?", "the Seine", or: "Seine"),
      Question("On which continent is Egypt?", "Africa"),
      Question("Which city is the largest in Switzerland?", "Zürich", or: "Zuerich"),
      Question("Who wrote Hamlet?", "Shakespeare", or: "William Shakespeare"),
      Question("Who painted the Mona Lisa?", "Leonardo da Vinci", or: "Leonardo", "da Vinci"),
      Question("Which colour do blue and yellow paint make together?", "green"),
      Question("In which month has the year its leap day?", "February"),
    ]
  }
}
