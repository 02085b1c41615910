import Engine

extension Store {
  /// Messages that the asker may see, the newest first; the cursor's position is a message's number.
  func foundMessages(_ search: MessageSearch) throws(StoreError) -> Answer {
    guard !search.terms.isEmpty else { return .foundMessages([], next: nil) }
    try index()
    let upTo =
      switch search.after {
      case nil: search.through
      case .some(let cursor): min(search.through, cursor.position == 0 ? 0 : cursor.position - 1)
      }
    var numbers: [Int64] = []
    func find(
      _ select: Statement, _ expression: String, outside hidden: [RoomID] = []
    ) throws(StoreError) {
      select.bind(expression, at: 1)
      select.bind(Int64(clamping: upTo), at: 2)
      select.bind(Page<Int64>.rowsToFetch(limit: search.limit), at: 3)
      if !hidden.isEmpty { select.bind(hidden.json, at: 4) }
      try select.forEachRow { numbers.append($0.number(0)) }
    }
    try find(
      search.hidden.isEmpty ? statements.searchMessages : statements.searchOpenMessages,
      search.expression(in: search.room.map(MessageScope.room)), outside: search.hidden)
    if let asker = search.asker, search.room == nil {
      try find(statements.searchPrivateMessages, search.expression(in: MessageScope.reader(asker)))
      numbers.sort(by: >)
    }
    let page = Page(numbers, limit: search.limit)
    var rows: [MessageRow] = []
    rows.reserveCapacity(page.rows.count)
    for number in page.rows { rows.append(try message(number)) }
    let next =
      page.more ? rows.last.map { Cursor(fingerprint: search.fingerprint, position: $0.number) } : nil
    return .foundMessages(rows, next: next)
  }

  private func message(_ number: Int64) throws(StoreError) -> MessageRow {
    let room = statements.message
    room.bind(number, at: 1)
    defer { room.reset() }
    if try room.step() {
      return MessageRow(room, in: .room(room.room(6)))
    }
    let pair = statements.privateMessage
    pair.bind(number, at: 1)
    defer { pair.reset() }
    if try pair.step() {
      return MessageRow(pair, in: .pair(Pair(pair.user(6), pair.user(7))))
    }
    throw .corrupt(detail: "message \(number) is in the index and in no table")
  }
}

extension [RoomID] {
  /// The rooms as a JSON array of their numbers, which SQLite makes a table of (`json_each`).
  var json: String { "[" + map { String($0.number) }.joined(separator: ",") + "]" }
}

extension MessageSearch {
  /// The search in the language of FTS5, narrowed to messages that have a word in their scope.
  ///
  /// The scopes come first, joined by AND. Then the terms, joined by standing next to each other: that is FTS5's AND
  /// that passes over a phrase without any word, such as "!!!". Where no term has a word, nothing is found.
  ///
  /// Source: sqlite.org/fts5.html, "Full-text Query Syntax".
  fileprivate func expression(in scope: String?) -> String {
    let scopes = [scope, from.map(MessageScope.author)].compactMap { $0.map { "scope:\"\($0)\"" } }
    let phrases = terms.map { "text:" + Self.phrase($0) }.joined(separator: " ")
    return (scopes + [phrases]).joined(separator: " AND ")
  }

  /// A term as one phrase in quotes, inside which nothing but the quote itself has a meaning.
  private static func phrase(_ term: String) -> String {
    var phrase = "\""
    for character in term.composed.unicodeScalars {
      switch character {
      case "\"": phrase += "\"\""
      // The expression is handed over as a C string, which NUL would end.
      case "\0": phrase += " "
      default: phrase.unicodeScalars.append(character)
      }
    }
    return phrase + "\""
  }
}
