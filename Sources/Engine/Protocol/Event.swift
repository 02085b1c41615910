/// What a client is told. One event is one frame.
package indirect enum Event: Hashable, Sendable {
  case hello(now: Instant)
  case ready(Ready)
  case ok
  case acknowledged(Acknowledged)
  case userList(UserList)
  case userJoined(room: String, user: String)
  case userLeft(room: String, user: String)
  case presence(Presence)
  /// A message was sent to a room.
  case chatMessage(room: String, Message)
  /// A private message was sent to this user.
  case privateMessage(Message)
  case privateMessageDelivered(PrivateMessageDelivered)
  case history(History)
  case foundUsers([FoundUser], cursor: String?)
  case foundMessages([FoundMessage], cursor: String?)
  case roomList([ListedRoom], cursor: String?)
  case sessionList([ListedSession])
  /// Whom the user blocks now, by name.
  case blockList([String])
  case tokenList([ListedToken])
  case conversationList([ListedConversation], cursor: String?)
  /// The user has read a conversation up to a message.
  case read(Conversation, seq: UInt64)
  case help([HelpLine])
  case pong(now: Instant)
  /// A message has another text now.
  case messageEdited(Conversation, Message)
  /// A user gave a message a reaction, or took it away.
  case reactionChanged(Conversation, ReactionChange)
  /// A message was deleted by this user, or by an operator if none is named.
  case messageDeleted(Conversation, seq: UInt64, by: String? = nil)
  /// A room was deleted with all its messages; nobody is in it any more.
  case roomDeleted(room: String)
  /// The owner or a moderator of a room did something.
  case roomChanged(RoomChange)
  /// A timer that this session set is due; `now` is when it was.
  case timer(name: String, now: Instant)
  /// A user is typing in a conversation, or has stopped. It is told now or never, and not counted.
  case typing(Conversation, user: String, stopped: Bool)
  case commandList(CommandList)
  /// A bot has other commands in a room now.
  case commandsChanged(CommandList)
  /// Somebody gave this bot a command.
  case botCommand(GivenCommand)
  /// A user says something else of themself.
  case status(user: String, Status)
  case userInfo(UserInfo)
  case error(Refusal)

  /// The log-in worked.
  package struct Ready: Hashable, Sendable {
    package var user: String
    package var bot: Bool
    /// The digest of the session's secret name; the host writes the name itself into the frame.
    package var session: Digest
    package var resumed: Bool
    /// The digest of a token that was made; the host writes the token itself into the frame.
    package var token: Digest?
    /// In how many private conversations there are unread messages. The host writes it into the frame.
    package var waiting = 0
    /// Whom the user blocks, by name.
    package var blocked: [String] = []
  }

  /// A room message was stored.
  package struct Acknowledged: Hashable, Sendable {
    package var room: String
    package var seq: UInt64
    package var at: Instant
    package var duplicate: Bool
  }

  /// Who is in a room, in the order of arrival.
  package struct UserList: Hashable, Sendable {
    package var room: String
    /// At most `limits[.userListNames]` names.
    package var users: [String]
    /// The room's newest seq; 0 if there are no messages yet.
    package var seq: UInt64
    /// How many users are in the room, including those that are not listed.
    package var online: Int
    package var more: Bool
    /// The room's owner, if it has one.
    package var owner: String?
    package var moderators: [String] = []
    /// The topic; empty if there is none.
    package var topic = ""
    package var inviteOnly = false
    package var unlisted = false
    package var usersOnly = false
    /// How many guests are in the room; they are not listed.
    package var guests = 0
    /// Where the list goes on, or nil where it does not.
    package var cursor: String?
    /// Up to which message the receiver has read, or nil where they never said so. The host writes it into the frame.
    package var read: UInt64?
  }

  /// The joins and leaves of a large room, gathered over `limits[.presenceMilliseconds]`.
  package struct Presence: Hashable, Sendable {
    package var room: String
    package var joined: [String]
    package var left: [String]
    package var online: Int
  }

  /// What a message says, whoever is told of it.
  package struct Content: Hashable, Sendable {
    package var seq: UInt64
    package var text: String
    package var at: Instant
    /// Whether the text was deleted; it is empty then.
    package var deleted: Bool
    /// When the text was edited last, or nil where it is the first.
    package var editedAt: Instant?
    /// What it has beside the text; it mentions users by their names.
    package var extras: MessageExtras<String>?

    package init(
      seq: UInt64, text: String, at: Instant, deleted: Bool = false, editedAt: Instant? = nil,
      extras: MessageExtras<String>? = nil
    ) {
      self.seq = seq
      self.text = text
      self.at = at
      self.deleted = deleted
      self.editedAt = editedAt
      self.extras = extras
    }
  }

  /// A message and who said it.
  package struct Message: Hashable, Sendable {
    package var user: String
    /// Whether the sender is a bot.
    package var bot: Bool
    package var content: Content

    package init(_ content: Content, user: String, bot: Bool = false) {
      self.user = user
      self.bot = bot
      self.content = content
    }
  }

  /// A private message of this user was stored.
  package struct PrivateMessageDelivered: Hashable, Sendable {
    package var target: String
    package var content: Content
    /// How many sessions of the target it went to.
    package var sessions: Int
    package var duplicate: Bool

    package init(_ content: Content, target: String, sessions: Int, duplicate: Bool = false) {
      self.target = target
      self.content = content
      self.sessions = sessions
      self.duplicate = duplicate
    }
  }

  /// One page of a conversation, ascending by seq.
  package struct History: Hashable, Sendable {
    /// The room's name, or the other person's.
    package var conversation: Conversation
    package var messages: [Message]
    /// The reactions of those messages that have any, by seq.
    package var reactions: [UInt64: [Reaction]]
    /// Whether there are more messages in the requested direction.
    package var more: Bool

    package init(
      conversation: Conversation, messages: [Message], reactions: [UInt64: [Reaction]] = [:], more: Bool
    ) {
      self.conversation = conversation
      self.messages = messages
      self.reactions = reactions
      self.more = more
    }
  }

  /// A message that a search found, with where it was said.
  package struct FoundMessage: Hashable, Sendable {
    package var conversation: Conversation
    package var message: Message
    package var reactions: [Reaction]

    package init(conversation: Conversation, message: Message, reactions: [Reaction] = []) {
      self.conversation = conversation
      self.message = message
      self.reactions = reactions
    }
  }

  /// A user that a search found.
  package struct FoundUser: Hashable, Sendable {
    package var user: String
    package var online: Bool
    package var bot: Bool

    package init(user: String, online: Bool, bot: Bool) {
      self.user = user
      self.online = online
      self.bot = bot
    }
  }

  /// What everybody may know of a user.
  package struct UserInfo: Hashable, Sendable {
    package var user: String
    package var bot: Bool
    package var online: Bool
    package var status: Status
    /// When their last connection ended, where they are not online and have been.
    package var lastSeen: Instant?
  }

  /// A room in the list of rooms.
  package struct ListedRoom: Hashable, Sendable {
    package var room: String
    package var online: Int

    package init(room: String, online: Int) {
      self.room = room
      self.online = online
    }
  }

  /// A session in the list of one's own.
  package struct ListedSession: Hashable, Sendable {
    /// The first 16 hexadecimal digits of the digest of the session's name.
    package var id: String
    /// When it was begun, or nil where an earlier program did not write that down.
    package var since: Instant?
    /// Whether its client is connected; otherwise it waits to be resumed.
    package var online: Bool
    /// Whether it is the one that asks.
    package var current: Bool
    /// How many rooms it is in.
    package var rooms: Int
  }

  /// A token in the list of one's own.
  package struct ListedToken: Hashable, Sendable {
    /// The first 16 hexadecimal digits of its digest.
    package var id: String
    /// What an operator said it is for, or nothing.
    package var label: String
    /// Whether an operator made it, and not a log-in.
    package var byOperator: Bool
    package var made: Instant
    /// When it was last used to log in, or a session that has it ended.
    package var used: Instant
    /// The address from which that was, where it is known.
    package var address: String?
    /// Whether the session that asks has it.
    package var current: Bool

    package init(
      id: String, label: String, byOperator: Bool, made: Instant, used: Instant, address: String?,
      current: Bool
    ) {
      (self.id, self.label, self.byOperator) = (id, label, byOperator)
      (self.made, self.used, self.address, self.current) = (made, used, address, current)
    }
  }

  /// A private conversation in the list of one's own.
  package struct ListedConversation: Hashable, Sendable {
    /// The other one of the two.
    package var with: String
    package var bot: Bool
    /// The newest message's number, and when it was stored.
    package var seq: UInt64
    package var at: Instant
    /// Up to which message the user has read; 0 where they never said so.
    package var read: UInt64
    /// How many messages of the other one there are above that, as far as they are counted.
    package var unread: Int

    package init(with: String, bot: Bool, seq: UInt64, at: Instant, read: UInt64, unread: Int) {
      (self.with, self.bot, self.seq, self.at) = (with, bot, seq, at)
      (self.read, self.unread) = (read, unread)
    }
  }

  /// One chat line command and what it does.
  package struct HelpLine: Hashable, Sendable {
    package var usage: String
    package var about: String
  }
}
