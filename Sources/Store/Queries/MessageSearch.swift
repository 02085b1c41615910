import Engine

extension Store {
  /// Messages that the asker may see, the newest first; the cursor's position is a message's number.
  ///
  /// Finding words that stand together takes a look at each message that has one of them. A search that would look at too much
  /// is given up, so that no turn is long for it.
  ///
  /// - Parameter mayRead: Whether the asker may read what was said in a room.
  func foundMessages(_ search: MessageSearch, _ mayRead: (RoomID) -> Bool) throws(StoreError) -> Answer {
    guard !search.terms.isEmpty || search.mentioning != nil else { return .foundMessages([], next: nil) }
    try index()
    var upTo = search.through
    if let cursor = search.after { upTo = min(upTo, cursor.position == 0 ? 0 : cursor.position - 1) }
    let wanted = Int(clamping: Page<Int64>.rowsToFetch(limit: search.limit))
    var numbers: [Int64] = []
    let budget = SearchBudget(steps: searchSteps + search.stepsForWords, rows: searchRows)
    func find(_ select: Statement, in scope: String?, isReadable: (Statement) -> Bool) throws(StoreError) {
      select.bind(search.expression(in: scope), at: 1)
      select.bind(Int64(clamping: upTo), at: 2)
      defer { select.reset() }
      var found = 0
      while found < wanted, try select.step() {
        guard budget.row() else { return }
        guard isReadable(select) else { continue }
        numbers.append(select.number(0))
        found += 1
      }
    }
    let isComplete = try connection.within(budget) { () throws(StoreError) in
      try find(statements.roomMessages.search, in: search.room.map(MessageScope.room)) { mayRead($0.room(1)) }
      guard let asker = search.asker, search.room == nil else { return }
      try find(statements.privateMessages.search, in: MessageScope.reader(asker)) { _ in true }
      numbers.sort(by: >)
    }
    guard isComplete else { return .tooMuch }
    let page = Page(numbers, limit: search.limit)
    var rows: [MessageRow] = []
    rows.reserveCapacity(page.rows.count)
    for number in page.rows { rows.append(try message(number)) }
    let next =
      page.more ? rows.last.map { Cursor(fingerprint: search.fingerprint, position: $0.number) } : nil
    return .foundMessages(rows, next: next)
  }

  private func message(_ number: Int64) throws(StoreError) -> MessageRow {
    for table in statements.messageTables {
      table.byNumber.bind(number, at: 1)
      defer { table.byNumber.reset() }
      if try table.byNumber.step() { return MessageRow(table.byNumber) }
    }
    throw .corrupt(detail: "message \(number) is in the index and in no table")
  }
}

extension MessageSearch {
  /// About what it takes to find the words, and those of the scope, in all parts of the index of a large server, or of one whose
  /// index has many parts because much is being taken away. For a phrase it is less: finding its words is not what takes long.
  fileprivate var stepsForWords: Int {
    let counts = terms.map { term in
      term.unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }.count
    }
    let scopes = mentioning == nil ? 3 : 4
    return counts.reduce(scopes, +) * (counts.allSatisfy { $0 <= 1 } ? 500 : 250)
  }

  /// The search in the language of FTS5, narrowed to messages that have a word in their scope.
  ///
  /// The scopes come first, joined by AND. Then the terms, joined by standing next to each other: that is FTS5's AND
  /// that passes over a phrase without any word, such as "!!!". Where no term has a word, nothing is found. There need be no
  /// term where a mention is looked for.
  ///
  /// Source: sqlite.org/fts5.html, "Full-text Query Syntax".
  fileprivate func expression(in scope: String?) -> String {
    let words = [scope, from.map(MessageScope.author), mentioning.map(MessageScope.mention)]
    let scopes = words.compactMap { $0.map { "scope:\"\($0)\"" } }
    let phrases = terms.map { "text:" + Self.phrase($0) }.joined(separator: " ")
    return (scopes + (terms.isEmpty ? [] : [phrases])).joined(separator: " AND ")
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
