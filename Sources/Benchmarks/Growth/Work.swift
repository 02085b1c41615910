/// A piece of work that must not get slower as the server grows.
enum Work: String, CaseIterable {
  case join
  /// A page of 50 messages from the middle of a room's history.
  case historyPage = "history_page"
  /// A word that three messages have.
  case searchRareWord = "search_rare_word"
  /// A word that all messages have, of which the newest 50 are found.
  case searchCommonWord = "search_common_word"
  /// Last, because it makes messages: sent, journaled, stored, indexed, acknowledged and told to ten.
  case message

  /// How often it is done in one round; many messages, so that indexing them has its share.
  var timesPerRound: Int {
    switch self {
    case .join, .historyPage, .searchRareWord, .searchCommonWord: 200
    case .message: 8192
    }
  }
}
