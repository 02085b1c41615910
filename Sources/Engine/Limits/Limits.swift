/// Every bound of the engine and the protocol, each with its unit in its name. `hello` advertises them.
public struct Limits: Hashable, Sendable {
  /// The longest frame that is accepted, in bytes of UTF-8.
  public var frameBytes = 65_536
  /// How deep arrays and objects may nest in a frame; the frame's own object is level 1.
  public var jsonDepth = 16
  /// The longest command id, in Unicode scalar values.
  public var idCharacters = 64
  /// The longest message, in Unicode scalar values.
  public var messageCharacters = 4096
  /// The longest room name, in Unicode scalar values.
  public var roomNameCharacters = 128
  /// The longest user name, in Unicode scalar values.
  public var userNameCharacters = 32
  /// The longest password, in bytes of UTF-8.
  public var passwordBytes = 1024
  /// The shortest password that can be registered, in bytes of UTF-8.
  public var passwordBytesAtLeast = 8
  /// The longest idempotency key, in Unicode scalar values.
  public var keyCharacters = 64
  /// How many of a user's latest idempotency keys are remembered.
  public var keysPerUser = 64
  /// The longest search query, in Unicode scalar values.
  public var queryCharacters = 256
  /// The most words and phrases in one search query.
  public var queryTerms = 16
  /// The most messages in one page of history.
  public var historyPage = 100
  /// The most results in one page of a search.
  public var searchPage = 50
  /// The most rooms in one page of the room list.
  public var roomsPage = 100
  /// The most names in one `user_list`.
  public var userListNames = 1000
  /// Up to how many people in a room each join and leave is told by itself; above, they are gathered.
  public var presenceEach = 200
  /// How long joins and leaves are gathered in a large room, in milliseconds.
  public var presenceMilliseconds = 1000
  /// How many rooms one session may be in.
  public var roomsPerSession = 100
  /// How many sessions one user may have, the resumable ones counted.
  public var sessionsPerUser = 16
  /// How many rooms one user may own.
  public var roomsPerUser = 100
  /// How long a room stays that nobody is in and in which nothing was ever said, in seconds.
  public var unusedRoomSeconds = 86_400
  /// How many tokens of a user's own log-ins are good at a time; a further one takes the place of the oldest.
  public var tokensPerUser = 32
  /// After how long without a log-in a token of a user's own log-ins is no longer good, in seconds; 0 lets it be good for ever.
  public var tokenSeconds = 7_776_000
  /// After how long an account goes that nobody uses and nobody would miss, in seconds; 0 lets all stay.
  public var unusedAccountSeconds = 7_776_000
  /// How many timers one session may have set.
  public var timers = 1000
  /// The longest name of a timer, in Unicode scalar values.
  public var timerNameCharacters = 64
  /// How long a session stays resumable after its connection was cut, in seconds.
  public var resumeSeconds = 300
  /// How many frames may wait for a session that is to be resumed.
  public var resumeFrames = 1000
  /// How many bytes may wait for a session, on its way or until it is resumed.
  public var sendQueueBytes = 1_048_576
  /// How many bytes may wait for all sessions together; past it the oldest can no longer be resumed with.
  public var resumeBytes = 268_435_456
  /// How many messages a user may send in a burst.
  public var messagesBurst = 20
  /// How many messages a user may send in the long run, per second.
  public var messagesPerSecond = 5
  /// How many history, search, room list, who and sessions queries a user may make in a burst.
  public var queriesBurst = 30
  /// How many queries a user may make in the long run, per second.
  public var queriesPerSecond = 10
  /// How many other commands a user may give in a burst.
  public var commandsBurst = 60
  /// How many other commands a user may give in the long run, per second.
  public var commandsPerSecond = 20
  /// How many commands past their allowance a session may send in a burst before it is closed with 4004.
  public var refusalsBurst = 500
  /// How many commands past their allowance a session may send in the long run, per second.
  public var refusalsPerSecond = 20
  /// How many frames that cannot be read a session may send before it is closed with 4500.
  public var badFrames = 20
  /// After how much silence a server pings a client, and after how much more it gives the client up, in seconds.
  public var heartbeatSeconds = 20
  /// Within how many seconds a connection must have logged in; 0 lets guests stay.
  public var loginSeconds = 0
  /// How many wrong passwords an account takes in a burst.
  public var loginFailuresBurst = 10
  /// How many wrong passwords an account takes in the long run, per minute.
  public var loginFailuresPerMinute = 6
  /// How many wrong passwords are taken from one address in a burst.
  public var peerLoginFailuresBurst = 100
  /// How many wrong passwords are taken from one address in the long run, per minute.
  public var peerLoginFailuresPerMinute = 60
  /// How many registrations are taken from one address in a burst.
  public var peerRegistrationsBurst = 100
  /// How many registrations are taken from one address in the long run, per minute.
  public var peerRegistrationsPerMinute = 60
  /// How many of the latest attempts of each of these kinds are remembered.
  public var trackedAttempts = 10_000
  /// The longest topic of a room, in Unicode scalar values.
  public var topicCharacters = 256
  /// The longest reason for a kick, a mute or a ban, in Unicode scalar values.
  public var reasonCharacters = 256
  /// How long a user can be muted at once, in seconds.
  public var muteSeconds = 2_592_000
  /// How many moderators a room may have.
  public var roomModerators = 100
  /// How many users may be banned from a room.
  public var roomBans = 10_000
  /// How many users may be muted in a room at a time.
  public var roomMutes = 1000
  /// How many users may be invited to a room.
  public var roomInvitations = 1000

  /// The limits that a server has where nobody chose others.
  public init() {}
}

extension Limits {
  /// Gives every limit on rates, log-ins and sessions the largest value.
  package mutating func removeRates() {
    for entry in Self.all where entry.isRate { self[keyPath: entry.path] = entry.most }
  }

  /// One limit: its name on the wire, and where it is kept.
  package struct Entry: Sendable {
    /// The name in `hello.limits` and in a scenario's `limits:`.
    package let name: String
    /// The limit's place in `Limits`.
    package let path: any WritableKeyPath<Limits, Int> & Sendable
    /// The smallest value that makes sense.
    package let least: Int
    /// What it bounds and in which unit, for the documents.
    package let meaning: String
    /// The largest value.
    package var most = Self.largest
    /// The largest value of any limit; sums and products of limits stay far from the ends of 64 bits.
    static let largest = 1_000_000_000
    /// Whether it bounds how often something may be done, or how many sessions a user has.
    var isRate: Bool {
      ["sessions_per_user", "rooms_per_user", "tokens_per_user"].contains(name)
        || ["_burst", "_per_second", "_per_minute"].contains { name.hasSuffix($0) }
    }
    /// Whether the limit can have this value.
    package func allows(_ value: Int) -> Bool { value >= least && value <= most }
  }

  /// All limits, in the order in which `hello` lists them and the journal writes them.
  package static let all: [Entry] = [
    Entry(
      name: "frame_bytes", path: \.frameBytes, least: 1024,
      meaning: "The longest frame that is accepted, in bytes of UTF-8."),
    Entry(
      name: "json_depth", path: \.jsonDepth, least: 4,
      meaning: "How deep arrays and objects may nest in a frame; the frame's own object is level 1."),
    Entry(
      name: "id_characters", path: \.idCharacters, least: 1,
      meaning: "The longest command id, in Unicode scalar values."),
    Entry(
      name: "message_characters", path: \.messageCharacters, least: 1,
      meaning: "The longest message, in Unicode scalar values."),
    Entry(
      name: "room_name_characters", path: \.roomNameCharacters, least: 1,
      meaning: "The longest room name, in Unicode scalar values.", most: NameKey.mostCharacters),
    Entry(
      name: "user_name_characters", path: \.userNameCharacters, least: 1,
      meaning: "The longest user name, in Unicode scalar values.", most: NameKey.mostCharacters),
    Entry(
      name: "password_bytes", path: \.passwordBytes, least: 8,
      meaning: "The longest password, in bytes of UTF-8."),
    Entry(
      name: "password_bytes_at_least", path: \.passwordBytesAtLeast, least: 1,
      meaning: "The shortest password that can be registered, in bytes of UTF-8."),
    Entry(
      name: "key_characters", path: \.keyCharacters, least: 1,
      meaning: "The longest idempotency key, in Unicode scalar values."),
    Entry(
      name: "keys_per_user", path: \.keysPerUser, least: 1,
      meaning: "How many of a user's latest idempotency keys are remembered."),
    Entry(
      name: "query_characters", path: \.queryCharacters, least: 1,
      meaning: "The longest search query, in Unicode scalar values.", most: NameKey.mostCharacters),
    Entry(
      name: "query_terms", path: \.queryTerms, least: 1,
      meaning: "The most words and phrases in one search query."),
    Entry(
      name: "history_page", path: \.historyPage, least: 1,
      meaning: "The most messages in one page of history."),
    Entry(
      name: "search_page", path: \.searchPage, least: 1, meaning: "The most results in one page of a search."),
    Entry(
      name: "rooms_page", path: \.roomsPage, least: 1, meaning: "The most rooms in one page of the room list."
    ),
    Entry(
      name: "user_list_names", path: \.userListNames, least: 1, meaning: "The most names in one `user_list`."),
    Entry(
      name: "presence_each", path: \.presenceEach, least: 0,
      meaning:
        "Up to how many people in a room each join and leave is told by itself; above, they are gathered."),
    Entry(
      name: "presence_milliseconds", path: \.presenceMilliseconds, least: 1,
      meaning: "How long joins and leaves are gathered in a large room, in milliseconds."),
    Entry(
      name: "rooms_per_session", path: \.roomsPerSession, least: 1,
      meaning: "How many rooms one session may be in."),
    Entry(
      name: "sessions_per_user", path: \.sessionsPerUser, least: 1,
      meaning: "How many sessions one user may have, the resumable ones counted."),
    Entry(
      name: "rooms_per_user", path: \.roomsPerUser, least: 1, meaning: "How many rooms one user may own."),
    Entry(
      name: "unused_room_seconds", path: \.unusedRoomSeconds, least: 1,
      meaning: "How long a room stays that nobody is in and in which nothing was ever said, in seconds."),
    Entry(
      name: "tokens_per_user", path: \.tokensPerUser, least: 1,
      meaning:
        "How many tokens of a user's own log-ins are good at a time; a further one takes the place of the oldest."
    ),
    Entry(
      name: "token_seconds", path: \.tokenSeconds, least: 0,
      meaning:
        "After how long without a log-in a token of a user's own log-ins is no longer good, in seconds; 0 lets it be good for ever."
    ),
    Entry(
      name: "unused_account_seconds", path: \.unusedAccountSeconds, least: 0,
      meaning:
        "After how long an account goes that nobody uses and nobody would miss, in seconds; 0 lets all stay."
    ),
    Entry(name: "timers", path: \.timers, least: 0, meaning: "How many timers one session may have set."),
    Entry(
      name: "timer_name_characters", path: \.timerNameCharacters, least: 1,
      meaning: "The longest name of a timer, in Unicode scalar values."),
    Entry(
      name: "resume_seconds", path: \.resumeSeconds, least: 0,
      meaning: "How long a session stays resumable after its connection was cut, in seconds."),
    Entry(
      name: "resume_frames", path: \.resumeFrames, least: 0,
      meaning: "How many frames may wait for a session that is to be resumed."),
    Entry(
      name: "send_queue_bytes", path: \.sendQueueBytes, least: 1024,
      meaning: "How many bytes may wait for a session, on its way or until it is resumed."),
    Entry(
      name: "resume_bytes", path: \.resumeBytes, least: 1024,
      meaning:
        "How many bytes may wait for all sessions together; past it the oldest can no longer be resumed with."
    ),
    Entry(
      name: "messages_burst", path: \.messagesBurst, least: 1,
      meaning: "How many messages a user may send in a burst."),
    Entry(
      name: "messages_per_second", path: \.messagesPerSecond, least: 1,
      meaning: "How many messages a user may send in the long run, per second."),
    Entry(
      name: "queries_burst", path: \.queriesBurst, least: 1,
      meaning: "How many history, search, room list, who and sessions queries a user may make in a burst."),
    Entry(
      name: "queries_per_second", path: \.queriesPerSecond, least: 1,
      meaning: "How many queries a user may make in the long run, per second."),
    Entry(
      name: "commands_burst", path: \.commandsBurst, least: 1,
      meaning: "How many other commands a user may give in a burst."),
    Entry(
      name: "commands_per_second", path: \.commandsPerSecond, least: 1,
      meaning: "How many other commands a user may give in the long run, per second."),
    Entry(
      name: "refusals_burst", path: \.refusalsBurst, least: 1,
      meaning:
        "How many commands past their allowance a session may send in a burst before it is closed with 4004."),
    Entry(
      name: "refusals_per_second", path: \.refusalsPerSecond, least: 1,
      meaning: "How many commands past their allowance a session may send in the long run, per second."),
    Entry(
      name: "bad_frames", path: \.badFrames, least: 1,
      meaning: "How many frames that cannot be read a session may send before it is closed with 4500."),
    Entry(
      name: "heartbeat_seconds", path: \.heartbeatSeconds, least: 1,
      meaning:
        "After how much silence the server pings a client, and after how much more it gives the client up, in seconds."
    ),
    Entry(
      name: "login_seconds", path: \.loginSeconds, least: 0,
      meaning: "Within how many seconds a connection must have logged in; 0 lets guests stay."),
    Entry(
      name: "login_failures_burst", path: \.loginFailuresBurst, least: 1,
      meaning: "How many wrong passwords an account takes in a burst."),
    Entry(
      name: "login_failures_per_minute", path: \.loginFailuresPerMinute, least: 1,
      meaning: "How many wrong passwords an account takes in the long run, per minute."),
    Entry(
      name: "peer_login_failures_burst", path: \.peerLoginFailuresBurst, least: 1,
      meaning: "How many wrong passwords are taken from one address in a burst."),
    Entry(
      name: "peer_login_failures_per_minute", path: \.peerLoginFailuresPerMinute, least: 1,
      meaning: "How many wrong passwords are taken from one address in the long run, per minute."),
    Entry(
      name: "peer_registrations_burst", path: \.peerRegistrationsBurst, least: 1,
      meaning: "How many registrations are taken from one address in a burst."),
    Entry(
      name: "peer_registrations_per_minute", path: \.peerRegistrationsPerMinute, least: 1,
      meaning: "How many registrations are taken from one address in the long run, per minute."),
    Entry(
      name: "tracked_attempts", path: \.trackedAttempts, least: 1,
      meaning: "How many of the latest attempts at passwords and registrations are remembered."),
    Entry(
      name: "topic_characters", path: \.topicCharacters, least: 1,
      meaning: "The longest topic of a room, in Unicode scalar values."),
    Entry(
      name: "reason_characters", path: \.reasonCharacters, least: 1,
      meaning: "The longest reason for a kick, a mute or a ban, in Unicode scalar values."),
    Entry(
      name: "mute_seconds", path: \.muteSeconds, least: 1,
      meaning: "How long a user can be muted at once, in seconds."),
    Entry(
      name: "room_moderators", path: \.roomModerators, least: 1,
      meaning: "How many moderators a room may have."),
    Entry(
      name: "room_bans", path: \.roomBans, least: 1, meaning: "How many users may be banned from a room."),
    Entry(
      name: "room_mutes", path: \.roomMutes, least: 1,
      meaning: "How many users may be muted in a room at a time."),
    Entry(
      name: "room_invitations", path: \.roomInvitations, least: 1,
      meaning: "How many users may be invited to a room."),
  ]
}
