import Engine

// Rooms, and who is in them.
extension EventDefinition {
  static let rooms = [userList, userJoin, userLeave, presence, roomList, roomDeleted]

  static let userList = EventDefinition(
    .userList, "Who is in a room.",
    [
      room,
      Field("users", .list(of: .text), "The users in the order of arrival."),
      Field("seq", .integer(least: 0), "The room's newest seq; 0 if there are no messages yet."),
      online,
      Field("more", .truth, "Whether there are more users than the list has."),
      Field("owner", .text, .conditional("Where the room is somebody's."), "Whose room it is."),
      Field(
        "moderators", .list(of: .text), .conditional("Where there are any."),
        "The room's moderators, in the order in which they were named."),
      Field("topic", .text, .conditional("Where there is one."), "What the room is about."),
      Field("invite_only", .flag, .conditional("Where it is true."), "Only invited users may enter."),
      Field(
        "unlisted", .flag, .conditional("Where it is true."),
        "Only those who are in the room see it in the list."),
      Field("users_only", .flag, .conditional("Where it is true."), "Guests are kept out."),
      Field(
        "guests", .integer(least: 1), .conditional("Where there are any."),
        "How many guests are in the room; they are not listed."),
      cursor,
      Field(
        "read", .integer(least: 1), .conditional("Where the user said so."),
        "Up to which message the user has read."),
    ])

  static let userJoin = EventDefinition(.userJoin, "A user came into a room.", [room, user("Who came.")])
  static let userLeave = EventDefinition(.userLeave, "A user left a room.", [room, user("Who left.")])

  static let presence = EventDefinition(
    .presence, "Who joined and who left a large room since the last such event.",
    [
      room,
      Field("joined", .list(of: .text), "The users who came, at most `limits.user_list_names`."),
      Field("left", .list(of: .text), "The users who left, at most `limits.user_list_names`."),
      online,
    ])

  static let roomList = EventDefinition(
    .roomList, "A page of the list of rooms.",
    [
      Field("rooms", .list(of: .object([room, online])), "The rooms in the order of their names."), cursor,
    ], isOnlyReply: true)

  static let roomDeleted = EventDefinition(
    .roomDeleted, "A room was deleted with all its messages; nobody is in it any more.", [room])
}

extension FrameObject {
  func add(_ list: Event.UserList) {
    add("room", list.room)
    add("users", list.users)
    add("seq", list.seq)
    add("online", list.online)
    add("more", list.more)
    if let owner = list.owner { add("owner", owner) }
    if !list.moderators.isEmpty { add("moderators", list.moderators) }
    if !list.topic.isEmpty { add("topic", list.topic) }
    if list.inviteOnly { add("invite_only", true) }
    if list.unlisted { add("unlisted", true) }
    if list.usersOnly { add("users_only", true) }
    if list.guests > 0 { add("guests", list.guests) }
    if let cursor = list.cursor { add("cursor", cursor) }
    if let read = list.read { add("read", read) }
  }

  func add(user: String, inRoom room: String) {
    add("room", room)
    add("user", user)
  }

  func add(_ presence: Event.Presence) {
    add("room", presence.room)
    add("joined", presence.joined)
    add("left", presence.left)
    add("online", presence.online)
  }

  func add(_ rooms: [Event.ListedRoom], cursor: String?) {
    let list = rooms.map { room in
      let object = FrameObject()
      object.add("room", room.room)
      object.add("online", room.online)
      return object
    }
    add("rooms", list)
    if let cursor { add("cursor", cursor) }
  }
}
