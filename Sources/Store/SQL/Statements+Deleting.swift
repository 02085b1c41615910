import Engine

extension Statements {
  /// Takes away the text of a message, in its table and in the index; what is deleted already stays so.
  ///
  /// - Parameter indexed: The numbers of which messages are in the index.
  func deleteMessage(_ seq: UInt64, at place: MessagePlace, indexed: Range<UInt64>) throws(StoreError) {
    let table = self[place]
    try empty(table.withText(seq, at: place), in: table, indexed: indexed)
  }

  private func empty(
    _ select: Statement, in table: MessageTable, indexed: Range<UInt64>
  ) throws(StoreError) {
    guard let number = try takeText(select, in: table, indexed: indexed) else { return }
    try table.empty.run(number)
  }

  /// Gives a message another text, in its table and in the index; what is deleted stays so.
  func editMessage(
    _ seq: UInt64, at place: MessagePlace, to text: String, mentioning mentions: [UserID],
    on instant: Instant, indexed: Range<UInt64>
  ) throws(StoreError) {
    let table = self[place]
    guard let number = try takeText(table.withText(seq, at: place), in: table, indexed: indexed) else {
      return
    }
    try table.edit.run(number, text, instant, mentions.json)
    guard indexed.contains(UInt64(clamping: number)) else { return }
    if let entry = try table.byNumber.first(number, read: { IndexEntry($0) }) { try table.index(entry) }
  }

  /// Takes the selected message out of the index; returns its number, or nil where there is none.
  private func takeText(
    _ select: Statement, in table: MessageTable, indexed: Range<UInt64>
  ) throws(StoreError) -> Int64? {
    defer { select.reset() }
    guard try select.step() else { return nil }
    try unindex(select, in: table, indexed: indexed)
    return select.number(0)
  }

  /// Takes a message out of the index, whose words are to go too.
  private func unindex(
    _ row: Statement, in table: MessageTable, indexed: Range<UInt64>
  ) throws(StoreError) {
    let number = row.unsigned(0)
    // A message that waits to be indexed is not in the index yet; when its turn comes, it is indexed as it is then.
    guard number < indexed.upperBound else { return }
    if indexed.contains(number) { try table.unindex(IndexEntry(row)) }
    try expectPurge.run()
  }

  /// Takes away a room, and notes that everything that was said in it is to go. Its row stays, because a list may stand there.
  func delete(_ room: RoomID) throws(StoreError) {
    try deleteRoom.run(room)
    try expectDeparture.run(room)
  }

  /// Takes away some messages of a room; returns how many.
  func deleteMessages(
    of room: RoomID, atMost count: Int64, indexed: Range<UInt64>
  ) throws(StoreError) -> Int {
    let select = messagesOfRoom
    select.bind(room, count)
    defer { select.reset() }
    var deleted = 0
    while try select.step() {
      if select.number(5) == 0 { try unindex(select, in: roomMessages, indexed: indexed) }
      try deleteMessage.run(select.number(0))
      deleted += 1
    }
    return deleted
  }

  /// Takes away the texts of some messages that a user wrote, all of which are indexed; returns how many.
  func deleteMessages(of user: UserID, atMost count: Int64) throws(StoreError) -> Int {
    var deleted = 0
    for table in messageTables {
      let word = "scope:\"\(MessageScope.author(user))\""
      let numbers = try table.byWord.rows(word, count) { $0.number(0) }
      for number in numbers {
        table.byNumber.bind(number)
        try empty(table.byNumber, in: table, indexed: 0..<UInt64.max)
      }
      deleted += numbers.count
    }
    return deleted
  }
}
