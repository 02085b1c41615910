/// A bound of the engine and the protocol, with its unit in its name. `hello` advertises them all.
///
/// What each of them bounds, and which values it may have, is said by `definition`; [protocol.md](protocol.md#limits) lists them.
public enum Limit: Int, CaseIterable, Sendable {
  // In the order in which `hello` lists them and the journal writes them.
  case frameBytes, jsonDepth, idCharacters, messageCharacters, editSeconds, roomNameCharacters,
    userNameCharacters, passwordBytes, passwordBytesAtLeast, keyCharacters, keysPerUser, queryCharacters,
    queryTerms, historyPage, searchPage, roomsPage, userListNames, presenceEach, presenceMilliseconds,
    roomsPerSession, sessionsPerUser, roomsPerUser, unusedRoomSeconds, tokensPerUser, tokenSeconds,
    unusedAccountSeconds, timers, timerNameCharacters, resumeSeconds, resumeFrames, sendQueueBytes,
    resumeBytes, messagesBurst, messagesPerSecond, queriesBurst, queriesPerSecond, commandsBurst,
    commandsPerSecond, refusalsBurst, refusalsPerSecond, badFrames, heartbeatSeconds, loginSeconds,
    loginFailuresBurst, loginFailuresPerMinute, peerLoginFailuresBurst, peerLoginFailuresPerMinute,
    peerRegistrationsBurst, peerRegistrationsPerMinute, trackedAttempts, topicCharacters, reasonCharacters,
    muteSeconds, roomModerators, roomBans, roomMutes, roomInvitations, dataBytes, mentions
  case reactions, reactionsByUser, reactionCharacters, reactionUsers
  case typingMembers, typingMilliseconds, roomCommands, commandBytes, statusCharacters, statusesPerMinute
  case conversationsPage, unreadCount, readMarks
  case registration, guests
  case blocks

  /// The limit of this name, as `hello` has it, or nil where there is none.
  package init?(named name: String) {
    guard let limit = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = limit
  }

  /// The name in `hello.limits` and in a scenario's `limits:`, which is the case's in snake case.
  package var name: String { Self.names[rawValue] }

  private static let names = allCases.map { limit in
    "\(limit)".reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }

  /// Whether it bounds how often something may be done, or how many sessions, rooms or tokens a user has.
  package var isRate: Bool {
    [.sessionsPerUser, .roomsPerUser, .tokensPerUser].contains(self)
      || ["_burst", "_per_second", "_per_minute"].contains { name.hasSuffix($0) }
  }

  /// What is said of a limit.
  package struct Definition: Sendable {
    /// The value where nobody chose another.
    package let usual: Int
    /// The values that make sense.
    package let range: ClosedRange<Int>
    /// What it bounds and in which unit, for the documents.
    package let meaning: String

    fileprivate init(_ usual: Int, least: Int, most: Int = Limit.largest, _ meaning: String) {
      self.usual = usual
      range = least...most
      self.meaning = meaning
    }
  }

  /// The largest value of any limit; sums and products of limits stay far from the ends of 64 bits.
  static let largest = 1_000_000_000

  package var definition: Definition {
    switch self {
    case .frameBytes: .init(65_536, least: 1024, "The longest frame that is accepted, in bytes of UTF-8.")
    case .jsonDepth:
      .init(
        16, least: 4, "How deep arrays and objects may be nested in a frame; the frame itself is level 1.")
    case .idCharacters: .init(64, least: 1, "The longest command id, in Unicode scalar values.")
    case .messageCharacters: .init(4096, least: 1, "The longest message, in Unicode scalar values.")
    case .editSeconds:
      .init(
        86_400, least: 0,
        "For how long its author can edit a message, in seconds; with 0, nobody can edit any.")
    case .roomNameCharacters:
      .init(128, least: 1, most: NameKey.mostCharacters, "The longest room name, in Unicode scalar values.")
    case .userNameCharacters:
      .init(32, least: 1, most: NameKey.mostCharacters, "The longest user name, in Unicode scalar values.")
    case .passwordBytes: .init(1024, least: 8, "The longest password, in bytes of UTF-8.")
    case .passwordBytesAtLeast:
      .init(8, least: 1, "The shortest password that can be registered, in bytes of UTF-8.")
    case .keyCharacters: .init(64, least: 1, "The longest idempotency key, in Unicode scalar values.")
    // A bot can be away for as many answers of another instance of it. One costs about 130 bytes.
    case .keysPerUser: .init(256, least: 1, "How many of a user's latest idempotency keys are remembered.")
    case .queryCharacters:
      .init(
        256, least: 1, most: NameKey.mostCharacters, "The longest search query, in Unicode scalar values.")
    case .queryTerms: .init(16, least: 1, "The most words and phrases in one search query.")
    case .historyPage: .init(100, least: 1, "The most messages in one page of history.")
    case .searchPage: .init(50, least: 1, "The most results in one page of a search.")
    case .roomsPage: .init(100, least: 1, "The most rooms in one page of the room list.")
    case .userListNames: .init(1000, least: 1, "The most names in one `user_list`.")
    case .presenceEach:
      .init(
        200, least: 0,
        "The most users in a room for which each join and leave is sent by itself; above, they are gathered.")
    case .presenceMilliseconds:
      .init(1000, least: 1, "How long joins and leaves are gathered in a large room, in milliseconds.")
    case .roomsPerSession: .init(100, least: 1, "How many rooms one session may be in.")
    case .sessionsPerUser:
      .init(16, least: 1, "How many sessions one user may have, including those that wait to be resumed.")
    case .roomsPerUser: .init(100, least: 1, "How many rooms one user may own.")
    case .unusedRoomSeconds:
      .init(
        86_400, least: 1,
        "How long an empty room without messages is kept, in seconds.")
    case .tokensPerUser:
      .init(
        32, least: 1,
        "How many tokens of log-ins a user may have; one more replaces the oldest."
      )
    case .tokenSeconds:
      .init(
        7_776_000, least: 0,
        "After how long without use a token of a log-in expires, in seconds; 0 for never."
      )
    case .unusedAccountSeconds:
      .init(
        7_776_000, least: 0,
        "After how long an unused account that left no traces is deleted, in seconds; 0 for never.")
    case .timers: .init(1000, least: 0, "How many timers one session may have set.")
    case .timerNameCharacters: .init(64, least: 1, "The longest name of a timer, in Unicode scalar values.")
    case .resumeSeconds:
      .init(300, least: 0, "How long a session can be resumed after its connection was cut, in seconds.")
    case .resumeFrames: .init(1000, least: 0, "How many frames may wait for a disconnected session.")
    case .sendQueueBytes:
      .init(
        1_048_576, least: 1024, "How many bytes may wait for a session, connected or not.")
    case .resumeBytes:
      .init(
        268_435_456, least: 1024,
        "How many bytes may wait for all sessions together; above, the oldest frames are dropped and cannot be resumed from."
      )
    case .messagesBurst: .init(20, least: 1, "How many messages a user may send in a burst.")
    case .messagesPerSecond:
      .init(5, least: 1, "How many messages a user may send in the long run, per second.")
    case .queriesBurst: .init(30, least: 1, "How many queries a user may make in a burst.")
    case .queriesPerSecond:
      .init(10, least: 1, "How many queries a user may make in the long run, per second.")
    case .commandsBurst: .init(60, least: 1, "How many other commands a user may give in a burst.")
    case .commandsPerSecond:
      .init(20, least: 1, "How many other commands a user may give in the long run, per second.")
    case .refusalsBurst:
      .init(
        500, least: 1,
        "How many commands past their allowance a session may send in a burst before it is closed with 4004.")
    case .refusalsPerSecond:
      .init(
        20, least: 1, "How many commands past their allowance a session may send in the long run, per second."
      )
    case .badFrames:
      .init(
        20, least: 1, "How many invalid frames a session may send before it is closed with 4500.")
    case .heartbeatSeconds:
      .init(
        20, least: 1,
        "After how much silence the server pings a client, and after as much again closes it, in seconds."
      )
    case .loginSeconds:
      .init(0, least: 0, "Within how many seconds a connection must log in; 0 lets guests stay.")
    case .loginFailuresBurst: .init(10, least: 1, "How many wrong passwords an account takes in a burst.")
    case .loginFailuresPerMinute:
      .init(6, least: 1, "How many wrong passwords an account takes in the long run, per minute.")
    case .peerLoginFailuresBurst:
      .init(100, least: 1, "How many wrong passwords are taken from one address in a burst.")
    case .peerLoginFailuresPerMinute:
      .init(60, least: 1, "How many wrong passwords are taken from one address in the long run, per minute.")
    case .peerRegistrationsBurst:
      .init(100, least: 1, "How many registrations are taken from one address in a burst.")
    case .peerRegistrationsPerMinute:
      .init(60, least: 1, "How many registrations are taken from one address in the long run, per minute.")
    case .trackedAttempts:
      .init(
        10_000, least: 1, "How many of the latest attempts at passwords and registrations are remembered.")
    case .topicCharacters: .init(256, least: 1, "The longest topic of a room, in Unicode scalar values.")
    case .reasonCharacters:
      .init(256, least: 1, "The longest reason for a kick, a mute or a ban, in Unicode scalar values.")
    case .muteSeconds: .init(2_592_000, least: 1, "How long a user can be muted at once, in seconds.")
    case .roomModerators: .init(100, least: 1, "How many moderators a room may have.")
    case .roomBans: .init(10_000, least: 1, "How many users may be banned from a room.")
    case .roomMutes: .init(1000, least: 1, "How many users may be muted in a room at a time.")
    case .roomInvitations: .init(1000, least: 1, "How many users may be invited to a room.")
    case .dataBytes:
      .init(
        1024, least: 0,
        "How much data a message may carry, in bytes of compact JSON; with 0, messages carry none.")
    case .mentions:
      .init(
        10, least: 0, most: 100, "How many users a message mentions at most; with 0, it mentions nobody.")
    case .reactions:
      .init(20, least: 0, "How many different reactions a message may have; with 0, nobody can react.")
    case .reactionsByUser:
      .init(5, least: 1, "How many different reactions one user may give a message.")
    case .reactionCharacters:
      .init(32, least: 1, most: NameKey.mostCharacters, "The longest reaction, in Unicode scalar values.")
    case .reactionUsers:
      .init(10, least: 1, "How many users a history or a search names for each reaction.")
    case .typingMembers:
      .init(
        100, least: 0,
        "The most sessions in a room, guests counted, whose members are told who is typing; with 0, nobody is told anywhere."
      )
    case .typingMilliseconds:
      .init(
        3000, least: 1, most: 60_000,
        "How long a session that told that its user is typing tells it no second time there, in milliseconds."
      )
    case .roomCommands: .init(50, least: 0, "How many commands bots may have in a room together.")
    case .commandBytes:
      .init(16_384, least: 1, "How many bytes the texts of these commands may have together, in UTF-8.")
    case .statusCharacters: .init(100, least: 1, "The longest text of a status, in Unicode scalar values.")
    case .statusesPerMinute:
      .init(12, least: 1, "How often a user may change their status, in a burst and per minute.")
    case .conversationsPage:
      .init(50, least: 1, most: 1000, "The most conversations in one page of `conversation_list`.")
    case .unreadCount:
      .init(
        100, least: 1, most: 1000,
        "Among how many of a private conversation's newest messages unread ones are counted, and up to how many such conversations."
      )
    case .readMarks:
      .init(1000, least: 1, most: 10_000, "In how many rooms it is kept up to where a user has read.")
    case .registration:
      .init(
        2, least: 0, most: 2,
        "Who can register: with 0 nobody, with 1 who has an invitation, with 2 everybody.")
    case .guests:
      .init(
        2, least: 0, most: 2,
        "What guests can do: with 0 log in and register, with 1 also read open rooms, with 2 also search and see who is there."
      )
    case .blocks: .init(100, least: 0, most: 1000, "How many users a user may block; with 0, nobody.")
    }
  }
}
