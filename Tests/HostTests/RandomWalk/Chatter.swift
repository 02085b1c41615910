import TestSupport

/// Makes up what clients say: every command, right and wrong, about a few users, rooms and keys.
struct Chatter {
  static let users = ["alice", "Bob", "zo\u{eb}", "D\u{f6}rte", "stra\u{df}e"]
  /// The same, as other people write them.
  static let userSpellings = users + ["ALICE", "zoe\u{308}", "STRASSE", "nobody", "server", ""]
  static let rooms = [
    "lobby", "Tea", "caf\u{e9}", "big", "tiny", "LOBBY", "cafe\u{301}", "nowhere", "two words",
  ]
  static let texts = [
    "hi", "apple pie", "@alice, under the mat, @Bob", "🔑", " ", "", "e\u{301}", "/join x",
    "12345678901234567890123456789012345",
  ]

  var numbers: RandomNumbers
  /// Cursors that were given out, and may be brought back for any query.
  var cursors: [String] = []
  /// Ids of sessions that were listed.
  var sessions: [String] = []

  init(seed: UInt64) { numbers = RandomNumbers(seed: seed) }

  mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &numbers) }
  mutating func chance(_ percent: Int) -> Bool { number(0..<100) < percent }
  mutating func pick<Element>(_ list: [Element]) -> Element { list[number(0..<list.count)] }

  /// A frame of somebody who is logged in or not.
  mutating func frame() -> String {
    let room = #""room":"\#(pick(Self.rooms))""#
    let user = pick(Self.userSpellings)
    let text = #""message":"\#(pick(Self.texts))""#
    let key = chance(30) ? Self.key(number(0..<6)) : ""
    let fields: String
    switch number(0..<100) {
    case 0..<22: fields = #""type":"chat_message",\#(room),\#(text)\#(key)"#
    case 22..<32: fields = #""type":"private_message","to":"\#(user)",\#(text)\#(key)"#
    case 32..<47: fields = #""type":"join",\#(room)\#(chance(20) ? #","after":\#(number(0..<9))"# : "")"#
    case 47..<56: fields = #""type":"leave",\#(room)"#
    case 56..<60: fields = #""type":"history",\#(room)\#(page())"#
    case 60..<63: fields = #""type":"history","with":"\#(user)"\#(page())"#
    case 63..<67:
      fields =
        #""type":"search","in":"messages","query":"\#(pick(["hi", "apple", "!", "\u{e9}"]))"\#(place())"#
    case 67..<69: fields = #""type":"who",\#(room)"#
    case 69..<71: fields = #""type":"create_room",\#(room)"#
    case 71..<81: fields = #""type":"line","line":"\#(line())""#
    case 81..<82: fields = chance(30) ? #""type":"ping""# : edit()
    case 82..<84: fields = timer()
    case 84..<86: fields = asksWhoIsOnline()
    case 86..<87: fields = #""type":"set_password","old_password":"correct horse","password":"correct horse""#
    case 87..<88: fields = chance(50) ? #""type":"logout""# : ownSessions()
    case 88..<90: return pick(["{", "[]", #"{"type":"nope"}"#, "\u{1}", #"{"type":"join"}"#])
    case 90..<94: fields = moderation(room, user)
    default: fields = #""type":"chat_message","room":"lobby",\#(text)"#
    }
    return chance(60) ? #"{\#(fields),"id":"\#(number(0..<100))"}"# : "{\(fields)}"
  }

  /// A key, and what belongs to it.
  private static func key(_ number: Int) -> String {
    let extras = number == 4 ? #","reply_to":1"# : number == 5 ? #","data":{"key":[5]}"# : ""
    return #","key":"k\#(number)""# + extras
  }

  /// What owners and moderators do, tried by anybody. What is undone is done again later.
  mutating func moderation(_ room: String, _ user: String) -> String {
    let subject = #"\#(room),"user":"\#(user)""#
    let reason = chance(30) ? #","reason":"\#(pick(Self.texts))""# : ""
    switch number(0..<20) {
    case 0, 5, 6, 14: return #""type":"kick",\#(subject)\#(reason)"#
    case 1, 15: return #""type":"mute",\#(subject),"seconds":\#(number(0..<60))\#(reason)"#
    case 2, 16: return #""type":"unmute",\#(subject)"#
    case 3: return #""type":"ban",\#(subject)\#(reason)"#
    case 4: return #""type":"unban",\#(subject)"#
    case 7, 17: return #""type":"set_role",\#(subject),"role":"\#(pick(["owner", "moderator", "member"]))""#
    case 8, 18, 19: return #""type":"invite",\#(subject)"#
    case 9: return #""type":"uninvite",\#(subject)"#
    case 10: return #""type":"topic",\#(room),"topic":"\#(pick(Self.texts))""#
    case 11: return #""type":"set_room",\#(room),"invite_only":\#(chance(20)),"unlisted":\#(chance(50))"#
    default: return #""type":"delete_message",\#(room),"seq":\#(number(1..<12))"#
    }
  }

  /// A frame that answers the same whenever it is answered again, and keeps the sender logged in.
  mutating func steadyFrame() -> String {
    while true {
      let frame = frame()
      let excluded = [
        "logout", "sessions", "\"rooms\"", "\"users\"", "/rooms", "/search @", "delete", "edit",
      ]
      if !excluded.contains(where: { frame.contains($0) }) { return frame }
    }
  }

  private mutating func edit() -> String {
    let place = chance(70) ? #""room":"\#(pick(Self.rooms))""# : #""with":"\#(pick(Self.userSpellings))""#
    return #""type":"edit_message",\#(place),"seq":\#(number(1..<6)),"message":"\#(pick(Self.texts))""#
  }

  private mutating func asksWhoIsOnline() -> String {
    let cursor = !cursors.isEmpty && chance(50) ? #","cursor":"\#(pick(cursors))""# : ""
    return chance(50)
      ? #""type":"rooms","limit":\#(number(1..<4))\#(cursor)"#
      : #""type":"search","in":"users","query":"\#(pick(["", "a", "st"]))","limit":2\#(cursor)"#
  }

  private mutating func ownSessions() -> String {
    switch number(0..<6) {
    case 0: #""type":"end_sessions""#
    case 1...3: #""type":"end_sessions","session_id":"\#(pick(["", "0123456789abcdef"] + sessions))""#
    default: #""type":"sessions""#
    }
  }

  private mutating func timer() -> String {
    let name = #""timer":"t\#(number(0..<4))""#
    return chance(75)
      ? #""type":"set_timer",\#(name),"milliseconds":\#(pick([1, 400, 3000, 90_000]))"#
      : #""type":"cancel_timer",\#(name)"#
  }

  private mutating func page() -> String {
    let limit = #","limit":\#(number(1..<5))"#
    switch number(0..<3) {
    case 0: return limit
    case 1: return #","before":\#(number(0..<20))\#(limit)"#
    default: return #","after":\#(number(0..<20))\#(limit)"#
    }
  }

  private mutating func place() -> String {
    let cursor = !cursors.isEmpty && chance(30) ? #","cursor":"\#(pick(cursors))""# : ""
    let room = chance(30) ? #","room":"\#(pick(Self.rooms))""# : ""
    let from = chance(30) ? #","from":"\#(pick(Self.userSpellings))""# : ""
    return #","limit":2\#(room)\#(from)\#(cursor)"#
  }

  private mutating func line() -> String {
    let room = pick(Self.rooms)
    return pick([
      "hi", "//hi", "/join \(room)", "/leave \(room)", "/leave", "/pm bob hi", "/pm", "/who", "/rooms",
      "/search hi", "/search @a", "/history 2", "/history @alice", "/help", "/nope",
      "/kick bob", "/mute alice 1m", "/delete \(number(1..<9))", "/edit \(number(1..<9)) well",
    ])
  }
}
