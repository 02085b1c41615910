extension CommandType {
  /// The events that answer the command where it worked; where it did not, `error` does.
  package var replies: [EventType] {
    switch self {
    case .register, .logIn: [.ready]
    case .join, .who: [.userList]
    case .chatMessage: [.ack]
    case .privateMessage: [.privateMessageDelivered]
    case .history: [.history]
    case .search: [.search]
    case .rooms: [.roomList]
    case .sessions: [.sessionList]
    case .line: [.ok, .ack, .privateMessageDelivered, .userList, .history, .search, .roomList, .help]
    case .ping: [.pong]
    case .logOut, .setPassword, .leave, .createRoom, .kick, .mute, .unmute, .ban, .unban, .setRole, .invite,
      .uninvite, .topic, .setRoom, .deleteMessage, .deleteRoom, .setTimer, .cancelTimer, .endSessions:
      [.ok]
    }
  }
}

extension EventType {
  /// Whether the event only ever answers a command, so that nobody else is told it and nobody unasked.
  package var isOnlyReply: Bool {
    switch self {
    case .ok, .ack, .search, .roomList, .sessionList, .help, .pong: true
    case .hello, .ready, .userList, .userJoin, .userLeave, .presence, .chatMessage, .privateMessage,
      .privateMessageDelivered, .history, .messageDeleted, .roomDeleted, .userKicked, .userBanned,
      .userUnbanned, .userMuted, .userUnmuted, .topic, .role, .roomChanged, .invited, .timer, .error:
      false
    }
  }
}
