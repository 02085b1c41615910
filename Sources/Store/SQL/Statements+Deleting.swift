import Engine

extension Statements {
  /// Takes away the text of a room message, in its table and in the index; what is deleted already stays so.
  func deleteMessage(_ seq: UInt64, in room: RoomID, indexed: UInt64) throws(StoreError) {
    let select = messageToDelete
    select.bind(Int64(room.number), at: 1)
    select.bind(Int64(clamping: seq), at: 2)
    try emptyMessage(by: select, indexed: indexed)
  }

  private func emptyMessage(by select: Statement, indexed: UInt64) throws(StoreError) {
    defer { select.reset() }
    guard try select.step() else { return }
    try unindex(roomMessage: select, indexed: indexed)
    emptyMessage.bind(select.number(0), at: 1)
    try emptyMessage.run()
  }

  /// Takes away the text of a private message, in its table and in the index.
  func deleteMessage(_ seq: UInt64, of pair: Pair, indexed: UInt64) throws(StoreError) {
    let select = privateMessageToDelete
    select.bind(Int64(pair.low.number), at: 1)
    select.bind(Int64(pair.high.number), at: 2)
    select.bind(Int64(clamping: seq), at: 3)
    try emptyPrivateMessage(by: select, indexed: indexed)
  }

  private func emptyPrivateMessage(by select: Statement, indexed: UInt64) throws(StoreError) {
    defer { select.reset() }
    guard try select.step() else { return }
    if select.number(0) <= Int64(clamping: indexed) {
      let scope = MessageScope(pair: Pair(select.user(3), select.user(4)), from: select.user(2))
      try unindex(select, from: unindexPrivateMessage, scope: scope)
    }
    emptyPrivateMessage.bind(select.number(0), at: 1)
    try emptyPrivateMessage.run()
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
      if select.number(4) == 0 { try unindex(roomMessage: select, indexed: .max) }
      deleteMessage.bind(select.number(0), at: 1)
      try deleteMessage.run()
      deleted += 1
    }
    return deleted
  }

  /// A message that waits to be indexed is not in the index yet, and is passed over when its turn comes.
  private func unindex(roomMessage row: Statement, indexed: UInt64) throws(StoreError) {
    guard row.number(0) <= Int64(clamping: indexed) else { return }
    let scope = MessageScope(room: row.room(3), from: row.user(2))
    try unindex(row, from: unindexMessage, scope: scope)
  }

  /// A contentless index forgets a row when it is told again what was indexed.
  private func unindex(_ row: Statement, from delete: Statement, scope: MessageScope) throws(StoreError) {
    delete.bind(row.number(0), at: 1)
    delete.bindComposed(column: 1, of: row, at: 2)
    delete.bindText(scope.words, at: 3)
    try delete.run()
    try expectPurge.run()
  }

  /// Takes away the texts of some messages that a user wrote, all of which are indexed; returns how many.
  func deleteMessages(of user: UserID, atMost count: Int64) throws(StoreError) -> Int {
    let author = "scope:\"\(MessageScope.author(user))\""
    func numbers(_ select: Statement) throws(StoreError) -> [Int64] {
      select.bind(author, at: 1)
      select.bind(count, at: 2)
      var numbers: [Int64] = []
      try select.forEachRow { numbers.append($0.number(0)) }
      return numbers
    }
    let (open, between) = (try numbers(messagesOfUser), try numbers(privateMessagesOfUser))
    for number in open {
      messageByNumber.bind(number, at: 1)
      try emptyMessage(by: messageByNumber, indexed: .max)
    }
    for number in between {
      privateMessageByNumber.bind(number, at: 1)
      try emptyPrivateMessage(by: privateMessageByNumber, indexed: .max)
    }
    return open.count + between.count
  }
}
