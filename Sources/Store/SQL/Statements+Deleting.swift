import Engine

extension Statements {
  /// Takes away the text of a message, in its table and in the index; what is deleted already stays so.
  func deleteMessage(_ seq: UInt64, at place: MessagePlace, indexed: UInt64) throws(StoreError) {
    let table = self[place]
    table.withText.bind(Int64(clamping: seq), at: 1)
    table.withText.bind(place, at: 2)
    try empty(table.withText, in: table, indexed: indexed)
  }

  private func empty(
    _ select: Statement, in table: MessageTable, indexed: UInt64
  ) throws(StoreError) {
    defer { select.reset() }
    guard try select.step() else { return }
    let number = select.number(0)
    // A message that waits to be indexed is not in the index yet, and is passed over when its turn comes.
    if number <= Int64(clamping: indexed) { try unindex(select, in: table) }
    table.empty.bind(number, at: 1)
    try table.empty.run()
  }

  /// Takes a message out of the index, whose words are to go too.
  private func unindex(_ row: Statement, in table: MessageTable) throws(StoreError) {
    try table.unindex(row)
    try expectPurge.run()
  }

  /// Takes away a room, and notes that everything that was said in it is to go. Its row stays, because a list may stand there.
  func delete(_ room: RoomID) throws(StoreError) {
    deleteRoom.bind(Int64(room.number), at: 1)
    try deleteRoom.run()
    expectDeparture.bind(Int64(room.number), at: 1)
    try expectDeparture.run()
  }

  /// Takes away some messages of a room, all of which are indexed; returns how many.
  func deleteMessages(of room: RoomID, atMost count: Int64) throws(StoreError) -> Int {
    let select = messagesOfRoom
    select.bind(Int64(room.number), at: 1)
    select.bind(count, at: 2)
    defer { select.reset() }
    var deleted = 0
    while try select.step() {
      if select.number(5) == 0 { try unindex(select, in: roomMessages) }
      deleteMessage.bind(select.number(0), at: 1)
      try deleteMessage.run()
      deleted += 1
    }
    return deleted
  }

  /// Takes away the texts of some messages that a user wrote, all of which are indexed; returns how many.
  func deleteMessages(of user: UserID, atMost count: Int64) throws(StoreError) -> Int {
    var deleted = 0
    for table in messageTables {
      table.byWord.bind("scope:\"\(MessageScope.author(user))\"", at: 1)
      table.byWord.bind(count, at: 2)
      var numbers: [Int64] = []
      try table.byWord.forEachRow { numbers.append($0.number(0)) }
      for number in numbers {
        table.byNumber.bind(number, at: 1)
        try empty(table.byNumber, in: table, indexed: .max)
      }
      deleted += numbers.count
    }
    return deleted
  }
}
