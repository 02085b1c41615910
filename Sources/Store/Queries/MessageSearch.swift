import Engine

extension Store {
  /// Messages that the asker may see, the newest first; the cursor's position is a message's number.
  ///
  /// Finding words that stand together takes a look at each message that has one of them, and finding all words with a beginning at
  /// each message that has one of these. A search that would look at too much is given up, so that no turn is long for it; one whose
  /// words need not go on is tried again for them alone.
  ///
  /// - Parameter mayRead: Whether the asker may read what was said in a room.
  func foundMessages(_ search: MessageSearch, _ mayRead: (RoomID) -> Bool) throws(StoreError) -> Answer {
    guard !search.terms.isEmpty || search.mentioning != nil else { return .foundMessages([], next: nil) }
    try index()
    var found = try newest(search, .longerToo, mayRead)
    if found == nil, search.mayGoOn { found = try newest(search, .asTheyAre, mayRead) }
    guard let numbers = found else { return .tooMuch }
    let page = Page(numbers, limit: search.limit)
    var rows: [MessageRow] = []
    rows.reserveCapacity(page.rows.count)
    var left = Self.mostReactionUsers
    for number in page.rows {
      var row = [try message(number)]
      try addReactions(to: &row, at: row[0].place, naming: &left)
      rows += row
    }
    let next =
      page.more ? rows.last.map { Cursor(fingerprint: search.fingerprint, position: $0.number) } : nil
    return .foundMessages(rows, next: next)
  }

  /// The numbers of the messages for a page and one more; nil where finding them would be too much.
  private func newest(
    _ search: MessageSearch, _ words: MessageSearch.Words, _ mayRead: (RoomID) -> Bool
  ) throws(StoreError) -> [Int64]? {
    var upTo = search.through
    if let cursor = search.after { upTo = min(upTo, cursor.position == 0 ? 0 : cursor.position - 1) }
    let wanted = Int(clamping: Page<Int64>.rowsToFetch(limit: search.limit))
    var numbers: [Int64] = []
    let budget = SearchBudget(steps: search.steps(words, searchSteps), rows: searchRows)
    func find(_ select: Statement, in scope: String?, isReadable: (Statement) -> Bool) throws(StoreError) {
      select.bind(search.expression(words, in: scope), upTo)
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
    return isComplete ? numbers : nil
  }

  private func message(_ number: Int64) throws(StoreError) -> MessageRow {
    for table in statements.messageTables {
      if let row = try table.byNumber.first(number, read: { MessageRow($0) }) { return row }
    }
    throw .corrupt(detail: "message \(number) is in the index and in no table")
  }
}

extension MessageSearch {
  /// What is found of words that may go on.
  fileprivate enum Words {
    case longerToo
    case asTheyAre
  }

  /// Whether there is a word that goes on unless that is too much.
  fileprivate var mayGoOn: Bool { terms.contains { $0.utf8.last == UInt8(ascii: "?") } }

  /// How many steps the search may take, of which so many are for reading beside finding the words.
  ///
  /// Finding a word, or one of the scope, takes about as many as there are parts of the index: those of a large server, or of one
  /// whose index has many parts because much is being taken away. A phrase may take less: that is not what takes long. So may words that go
  /// on: all that begin so are read at once, before the first message is found, and reading a page of them takes longer.
  fileprivate func steps(_ words: Words, _ reading: Int) -> Int {
    let counts = terms.map { term in term.utf8.count(where: { $0 == UInt8(ascii: " ") }) + 1 }
    guard words == .longerToo && mayGoOn || terms.contains(where: { $0.utf8.last == UInt8(ascii: "*") })
    else {
      let all = counts.reduce(0, +)
      let scopes = mentioning == nil ? 3 : 4
      // Very many words are a stretch without spaces, and finding them is all that there is to do.
      return reading + (all + scopes) * (counts.allSatisfy { $0 <= 1 } ? 500 : 250) + max(0, all - 16) * 100
    }
    let scopes = [room != nil || asker != nil, from != nil, mentioning != nil].count(where: { $0 })
    return reading / 4 + counts.reduce(scopes, +) * 300
  }

  /// The search in the language of FTS5, narrowed to messages that have a word in their scope.
  ///
  /// The scopes come first, joined by AND, then the terms, each a phrase in quotes. There need be no term where a mention is looked
  /// for. No term has a quote in it (`SearchWords`).
  ///
  /// Source: sqlite.org/fts5.html, "Full-text Query Syntax".
  fileprivate func expression(_ words: Words, in scope: String?) -> String {
    let scopes = [scope, from.map(MessageScope.author), mentioning.map(MessageScope.mention)]
    let phrases = terms.map { term -> String in
      switch term.utf8.last {
      case UInt8(ascii: "*"): "text:\"\(Substring(term.utf8.dropLast()))\"*"
      case UInt8(ascii: "?"): "text:\"\(Substring(term.utf8.dropLast()))\"" + (words == .longerToo ? "*" : "")
      case _: "text:\"\(term)\""
      }
    }
    return (scopes.compactMap { $0.map { "scope:\"\($0)\"" } } + phrases).joined(separator: " AND ")
  }
}
