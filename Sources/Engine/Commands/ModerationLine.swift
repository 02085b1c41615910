/// The lines that an owner or a moderator types about the room that the person is in.
enum ModerationLine: String, CaseIterable {
  case kick
  case mute
  case unmute
  case ban
  case unban
  case topic
  case delete
  case mod
  case unmod
  case owner
  case invite
  case uninvite
  case room

  /// How the line is written, and what it does.
  var help: Event.HelpLine {
    switch self {
    case .kick: .init(usage: "/kick USER [REASON]", about: "Take somebody out of the room.")
    case .mute:
      .init(
        usage: "/mute USER TIME [REASON]",
        about: "Keep somebody from speaking in the room for a time such as 30s, 10m, 2h or 7d.")
    case .unmute: .init(usage: "/unmute USER", about: "Let somebody speak again.")
    case .ban:
      .init(
        usage: "/ban USER [REASON]",
        about: "Take somebody out of the room and let them neither in again nor read it.")
    case .unban: .init(usage: "/unban USER", about: "Let somebody in again who was banned.")
    case .topic:
      .init(usage: "/topic [TEXT]", about: "Say what the room is about; without a text, take that away.")
    case .delete: .init(usage: "/delete SEQ", about: "Take a message of yours away; moderators, any message.")
    case .mod: .init(usage: "/mod USER", about: "Make somebody a moderator of your room.")
    case .unmod: .init(usage: "/unmod USER", about: "Make a moderator of your room a member again.")
    case .owner: .init(usage: "/owner USER", about: "Hand your room over to somebody.")
    case .invite: .init(usage: "/invite USER", about: "Let somebody into an invite-only room.")
    case .uninvite: .init(usage: "/uninvite USER", about: "Take an invitation back.")
    case .room:
      .init(
        usage: "/room invite-only|open|users-only|unlisted|listed",
        about: "Decide who may come into your room, and who sees it in the list.")
    }
  }

  /// What the line asks for, of which this is the rest after the command.
  func request(_ tail: String) throws(Refusal) -> ModerationRequest {
    let (first, rest) = Engine.splitWord(tail[...])
    let reason = rest.isEmpty ? nil : rest
    /// The one word that the command has.
    func only() throws(Refusal) -> String {
      guard !first.isEmpty, rest.isEmpty else { throw misuse }
      return first
    }
    switch self {
    case .kick, .ban:
      guard !first.isEmpty else { throw misuse }
      return self == .kick ? .kick(first, reason: reason) : .ban(first, reason: reason)
    case .mute:
      let (time, why) = Engine.splitWord(rest[...])
      guard let seconds = Self.seconds(time) else { throw misuse }
      return .mute(first, seconds: seconds, reason: why.isEmpty ? nil : why)
    case .unmute: return .unmute(try only())
    case .unban: return .unban(try only())
    case .topic: return .setTopic(tail)
    case .delete:
      guard let seq = UInt64(try only()) else { throw misuse }
      return .deleteMessage(seq: seq)
    case .mod: return .setRole(try only(), .moderator)
    case .unmod: return .setRole(try only(), .member)
    case .owner: return .setRole(try only(), .owner)
    case .invite: return .invite(try only())
    case .uninvite: return .uninvite(try only())
    case .room:
      switch try only().lowercasedWord {
      case "invite-only": return .setRoom(RoomAccess(inviteOnly: true))
      case "users-only": return .setRoom(RoomAccess(usersOnly: true))
      case "open": return .setRoom(RoomAccess(inviteOnly: false, usersOnly: false))
      case "unlisted": return .setRoom(RoomAccess(unlisted: true))
      case "listed": return .setRoom(RoomAccess(unlisted: false))
      case _: throw misuse
      }
    }
  }

  private var misuse: Refusal { Refusal(.badFrame, "Usage: \(help.usage)", field: "line") }

  /// The seconds of a time such as `10m`, or nil where it is none.
  private static func seconds(_ text: String) -> Int? {
    let unit: Int
    switch text.unicodeScalars.last {
    case "s": unit = 1
    case "m": unit = 60
    case "h": unit = 3600
    case "d": unit = 86_400
    case _: return nil
    }
    guard let count = UInt32(Substring(text.unicodeScalars.dropLast())) else { return nil }
    return Int(count) * unit
  }
}
