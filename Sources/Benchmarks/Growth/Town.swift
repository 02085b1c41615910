import Engine
import Host
import Wire

/// A server of a certain size, to see what the same work costs on it.
final class Town {
  /// All messages are in the first rooms; the others are there and quiet.
  private static let busyRooms = 10
  /// As many rooms as one user may own.
  private static let roomsPerOwner = 100
  private static let rareWord = "zyzzyva"
  private static let commonWord = "morning"

  private let party: Party
  private let messages: Int
  private let visitor: ConnectionID
  private var written = 0

  init(rooms: Int, messages: Int) throws {
    precondition(rooms >= Self.busyRooms, "all of the busy rooms have to be there")
    party = try Party(rooms: Self.busyRooms, members: 10)
    self.messages = messages
    visitor = try party.add("visitor")
    try found(rooms - Self.busyRooms)
    try fill()
  }

  private func found(_ rooms: Int) throws {
    var owner = visitor
    for number in 0..<rooms {
      if number.isMultiple(of: Self.roomsPerOwner) { owner = try party.add("owner-\(number)") }
      // A second passes, so that the rate limit is not met.
      party.now.milliseconds += 1000
      try party.ask(#"{"type":"create_room","room":"quiet-\#(number)"}"#, from: owner)
    }
  }

  private func fill() throws {
    for index in 0..<messages {
      // The rare word is in an old, a middle and a new message.
      let isRare = [messages / 10, messages / 2, messages * 9 / 10].contains(index)
      try party.host.receive(
        nextMessage(extra: isRare ? Self.rareWord : "friends"), from: nextWriter, at: party.now)
      written += 1
      party.now.milliseconds += 3
      if index % Party.inputsPerTurn == 0 { _ = try party.host.commit() }
    }
    _ = try party.host.commit()
    // What waits to be indexed is indexed now, and not when the clock runs.
    try check(.searchRareWord, finds: 3)
    try check(.searchCommonWord, finds: 50)
    try check(.historyPage, finds: 50)
  }

  /// How many microseconds of processor time the work takes: the median of five rounds.
  ///
  /// Nothing here waits, so that this is the time it takes where no other program is in the way.
  func microseconds(for work: Work) throws -> Double {
    try (0..<5).map { _ in try round(of: work) }.sorted()[2]
  }

  private func round(of work: Work) throws -> Double {
    var total = 0.0
    for _ in 0..<work.timesPerRound {
      let connection = work == .message ? nextWriter : visitor
      let frame = frame(for: work)
      party.now.milliseconds += work == .message ? 3 : 1000
      total += try Timing.of { _ = try party.ask(frame, from: connection) }.processorSeconds
      switch work {
      case .message: written += 1
      case .join: try party.ask(#"{"type":"leave","room":"room-0"}"#, from: visitor)
      case .historyPage, .searchRareWord, .searchCommonWord: break
      }
    }
    return total * 1e6 / Double(work.timesPerRound)
  }

  private func frame(for work: Work) -> [UInt8] {
    switch work {
    case .join: Array(#"{"type":"join","id":"1","room":"room-0"}"#.utf8)
    case .message: nextMessage(extra: "friends")
    case .historyPage:
      Array(
        #"{"type":"history","id":"1","room":"room-0","before":\#(messages / Self.busyRooms / 2 + 26),"limit":50}"#
          .utf8)
    case .searchRareWord: Self.search(Self.rareWord)
    case .searchCommonWord: Self.search(Self.commonWord)
    }
  }

  private static func search(_ word: String) -> [UInt8] {
    Array(#"{"type":"search","id":"1","in":"messages","query":"\#(word)","limit":50}"#.utf8)
  }

  private var nextWriter: ConnectionID { party.connections[written % 100] }

  /// A message with the common word and four others from a vocabulary of some thousand words, as chat has it.
  private func nextMessage(extra: String) -> [UInt8] {
    let words = (0..<4).map { "word\((written * 4 + $0) * 7919 % 5003)" }.joined(separator: " ")
    return Array(
      #"{"type":"chat_message","id":"1","room":"room-\#(written % Self.busyRooms)","message":"good \#(Self.commonWord) \#(extra) \#(words)"}"#
        .utf8)
  }

  private func check(_ work: Work, finds expected: Int) throws {
    party.now.milliseconds += 1000
    let reply = try ServerFrame(
      JSON.parse(party.ask(frame(for: work), from: visitor), maximumBytes: .max, maximumDepth: 8))
    guard let found = reply.list("results") ?? reply.messages, found.count == expected else {
      throw UnexpectedOutcome("\(work) found \(reply.json) where \(expected) messages were expected")
    }
  }
}
