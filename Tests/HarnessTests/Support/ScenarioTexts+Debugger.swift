import Harness
import ScenarioLanguage

extension ScenarioTexts {
  /// A debugger at the beginning of the scenario, or of one of its cases.
  func debugger(case row: Int = 0) throws -> Debugger {
    let loaded = try load()
    let reader = LineReader(of: try read("test.chat"), scenario: row, vocabulary: .chat, load: read)
    return try Debugger(loaded.scenarios[row], sources: loaded.sources, reader: reader)
  }

  /// What a person at the debugger types and reads.
  func debugged(_ commands: String..., case row: Int = 0) throws -> String {
    var debugger = try debugger(case: row)
    return commands.map { "> \($0)\n" + debugger.answer($0).text }.joined()
  }

  /// Two people talk in the lobby, and the last line is wrong.
  static let talk = ScenarioTexts(
    """
    title: Two people talk
    users: alice bob

    macro say WHO TEXT
      $WHO > $TEXT
      alice, bob < chat_message user=$WHO message=$TEXT
    end

    alice > /join lobby
    alice < user_list
    bob   > /join lobby
    bob   < user_list
    alice < user_join
    say alice "good morning"
    bob > it is
    alice < chat_message seq=?seq
    bob < chat_message seq=$seq
    +1m
    alice > /leave
    bob < user_leave user=bob

    """)

  /// A bot reminds somebody in ten minutes.
  static let reminder = ScenarioTexts(
    """
    title: A bot reminds Alice of her tea
    users: alice
    bots: reminder in kitchen

    alice > /join kitchen
    alice < user_list
    alice > !remind 10m tea
    alice < chat_message user=alice
    alice < chat_message user=reminder
    +10m
    alice < chat_message user=reminder message="alice: tea"

    """)
}
