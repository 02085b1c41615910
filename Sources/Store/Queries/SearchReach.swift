import Engine

/// How much one search for messages may look at, so that no turn is long for it. What it has not reached is for the next page.
///
/// It is a number of messages and not of hits, so that where a page ends tells nothing of what the asker may not read.
package struct SearchReach: Sendable {
  /// Over how many messages a search goes, times the words that it looks for: finding words that stand together in one
  /// message takes a step for each message that has one of them.
  package var steps: UInt64 = 500_000
  /// A word that is in fewer messages bounds the work by itself; such a search goes over all of them.
  package var rare = 500
  /// The most messages that a search goes over: each of them may be a hit that the asker may not read.
  package var messages: UInt64 = 50_000

  package init() {}
}

extension Store {
  /// The number of the newest message that a search does not reach; 0 where it reaches all.
  func searchFloor(of search: MessageSearch, upTo: UInt64) throws(StoreError) -> UInt64 {
    let words = search.words
    let scopes = [search.room.map(MessageScope.room), search.from.map(MessageScope.author)].compactMap(\.self)
    let count = words.count + scopes.count
    let reach = min(searchReach.messages, searchReach.steps / UInt64(max(count, 1)))
    guard upTo > reach else { return 0 }
    // The longest words are the rarest ones, as a rule.
    let candidates =
      scopes.map { "scope:\"\($0)\"" }
      + Set(words).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }.prefix(8).map { "text:\"\($0)\"" }
    for candidate in candidates where try isRare(candidate, upTo: upTo) { return 0 }
    return upTo - reach
  }

  private func isRare(_ word: String, upTo: UInt64) throws(StoreError) -> Bool {
    let select = statements.searchMessages
    select.bind(word, at: 1)
    select.bind(0, at: 2)
    select.bind(Int64(clamping: upTo), at: 3)
    defer { select.reset() }
    var count = 0
    while count <= searchReach.rare, try select.step() { count += 1 }
    return count <= searchReach.rare
  }
}

extension MessageSearch {
  /// The words of all terms, about as the index sees them.
  fileprivate var words: [String] {
    terms.flatMap { term in
      term.composed.unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
        .map(String.init)
    }
  }
}
