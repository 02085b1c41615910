extension DiceBot {
  /// Dice and numbers that are added up, as in `2d6+1d4-1`.
  struct Dice: Hashable, Sendable, CustomStringConvertible {
    /// What is allowed, for whoever asked for something else.
    static let bounds =
      "Say for example 2d6+1: at most 10 terms, 1 to 100 dice in all, of 2 to 1000 sides, and numbers up to 1000."

    private let terms: [Term]

    /// One die of six sides.
    init() { terms = [Term(sign: 1, value: .dice(1, sides: 6))] }

    /// Reads dice and numbers with `+` and `-` between them; nil for what is none, or too much.
    init?(_ text: String) {
      var terms: [Term] = []
      for sum in text.split(separator: "+", omittingEmptySubsequences: false) {
        // The first is added, and what follows a minus is taken away.
        for (place, part) in sum.split(separator: "-", omittingEmptySubsequences: false).enumerated() {
          guard terms.count < 10, let value = Value(part) else { return nil }
          terms.append(Term(sign: place == 0 ? 1 : -1, value: value))
        }
      }
      guard (1...100).contains(terms.map(\.value.dice).reduce(0, +)) else { return nil }
      self.terms = terms
    }

    /// Rolls them, and tells each die and the sum, as in `(3 + 5) + 1 = 9`.
    func roll(using random: inout BotRandom) -> String {
      var sum = 0
      let shown = joined { term in
        let rolled = term.value.roll(using: &random)
        sum += term.sign * rolled.reduce(0, +)
        let text = rolled.map(String.init).joined(separator: " + ")
        return rolled.count > 1 && terms.count > 1 ? "(\(text))" : text
      }
      return shown == "\(sum)" ? shown : "\(shown) = \(sum)"
    }

    /// As they are written, with a single die as `d6`.
    var description: String { joined { $0.value.description } }

    private func joined(_ text: (Term) -> String) -> String {
      terms.enumerated().map { place, term in
        (place == 0 ? "" : term.sign > 0 ? " + " : " - ") + text(term)
      }.joined()
    }
  }

  private struct Term: Hashable {
    /// 1 where it is added, -1 where it is taken away.
    let sign: Int
    let value: Value
  }

  private enum Value: Hashable, CustomStringConvertible {
    case dice(Int, sides: Int)
    case number(Int)

    /// Reads `2d6`, `d6` or `6`.
    init?(_ text: Substring) {
      let text = text.filter { !$0.isWhitespace }.lowercased()
      let numbers = text.split(separator: "d", omittingEmptySubsequences: false)
      switch numbers.count {
      case 1:
        guard let number = Int(text), number <= 1000 else { return nil }
        self = .number(number)
      case 2:
        guard let count = numbers[0].isEmpty ? 1 : Int(numbers[0]), let sides = Int(numbers[1]),
          (1...100).contains(count), (2...1000).contains(sides)
        else { return nil }
        self = .dice(count, sides: sides)
      default: return nil
      }
    }

    /// How many dice there are.
    var dice: Int {
      switch self {
      case .dice(let count, _): count
      case .number: 0
      }
    }

    /// What each die shows, or the number.
    func roll(using random: inout BotRandom) -> [Int] {
      switch self {
      case .dice(let count, let sides): (0..<count).map { _ in Int.random(in: 1...sides, using: &random) }
      case .number(let number): [number]
      }
    }

    var description: String {
      switch self {
      case .dice(let count, let sides): (count == 1 ? "" : "\(count)") + "d\(sides)"
      case .number(let number): "\(number)"
      }
    }
  }
}
