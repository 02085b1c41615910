import Testing

@testable import Bots

@Suite("Dice") struct DiceBotTests {
  @Test func `what follows a minus is taken away`() throws {
    var random = BotRandom(seed: 3)
    let dice = try #require(DiceBot.Dice("d6-d6-2"))
    for _ in 1...20 {
      let numbers = dice.roll(using: &random).split(separator: " ").compactMap { Int($0) }
      #expect(
        numbers.count == 4 && numbers[0] - numbers[1] - 2 == numbers[3] && numbers[2] == 2, "\(numbers)")
    }
  }

  @Test func `the same seed rolls the same`() {
    func rolls(seed: UInt64) -> [String?] {
      var random = BotRandom(seed: seed)
      return (1...5).map { _ in DiceBot.Dice("2d6+1")?.roll(using: &random) }
    }
    #expect(rolls(seed: 1) == rolls(seed: 1))
    #expect(rolls(seed: 1) != rolls(seed: 2))
  }

  @Test func `a die shows each of its sides, and no other`() throws {
    var random = BotRandom(seed: 7)
    let dice = try #require(DiceBot.Dice("d6"))
    let shown = Set((1...200).map { _ in dice.roll(using: &random) })
    #expect(shown == ["1", "2", "3", "4", "5", "6"])
  }

  @Test(arguments: [
    ("d6", "d6"), ("D20", "d20"), ("1d6", "d6"), ("2d6+1", "2d6 + 1"), (" 2 d 6 - 1 ", "2d6 - 1"),
    ("10-d10", "10 - d10"), ("100d1000", "100d1000"),
    ("d2+1-1+1-1+1-1+1-1+1", "d2 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1"),
  ])
  func `dice are read`(text: String, dice: String) {
    #expect(DiceBot.Dice(text)?.description == dice)
  }

  @Test(arguments: [
    "", "6", "d", "d1", "d1001", "0d6", "101d6", "51d6+50d6", "-d6", "d6+", "d6++1", "d6+1001", "d6+-1",
    "d6d6",
    "d6*2", "2.5d6", "٢d6", "d6+1-1+1-1+1-1+1-1+1-1", "99999999999999999999d6", "tea",
  ])
  func `what is none, or too much, is refused`(text: String) {
    #expect(DiceBot.Dice(text) == nil)
  }
}
