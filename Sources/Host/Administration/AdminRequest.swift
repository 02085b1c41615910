package import Engine

/// What an operator can ask of a server: the same on its database file and, while it runs, over a socket.
package enum AdminRequest: Hashable, Sendable {
  case listUsers(Page)
  case showUser(String)
  case deleteUser(String)
  /// Closes an account and takes away its name and all that it said.
  case eraseUser(String)
  case listRooms(Page)
  case showRoom(String)
  case deleteRoom(String)
  case listMessages(Administration.Place, Page)
  case showMessage(Administration.Place, seq: UInt64)
  case deleteMessage(Administration.Place, seq: UInt64)
  /// Makes a token, and the account too where there is none of this name.
  case createToken(user: String, bot: Bool, label: String)
  /// The tokens of one user, or of all.
  case listTokens(user: String?, Page)
  case revokeToken(id: String)
  /// The audit log: what is about one user or was done by them, or all.
  case listAudit(user: String?, Page)

  /// Which stretch of a list is asked for.
  package struct Page: Hashable, Sendable {
    /// How many a page has where nothing is said.
    package static let usualLimit = 100
    /// How many a page has at most.
    package static let largestLimit = 1000

    /// How many at most, from 1 to `largestLimit`.
    package var limit: Int
    /// Where to go on, as the page before told it; nil for the first page.
    package var cursor: String?

    package init(limit: Int = usualLimit, cursor: String? = nil) {
      self.limit = limit
      self.cursor = cursor
    }
  }

  /// Whether it only looks. Nothing of such a request has to be committed.
  package var isReading: Bool {
    switch self {
    case .listUsers, .showUser, .listRooms, .showRoom, .listMessages, .showMessage, .listTokens, .listAudit:
      true
    case .deleteUser, .eraseUser, .deleteRoom, .deleteMessage, .createToken, .revokeToken: false
    }
  }

  /// The word for it in JSON.
  package var kind: Kind {
    switch self {
    case .listUsers: .listUsers
    case .showUser: .showUser
    case .deleteUser: .deleteUser
    case .eraseUser: .eraseUser
    case .listRooms: .listRooms
    case .showRoom: .showRoom
    case .deleteRoom: .deleteRoom
    case .listMessages: .listMessages
    case .showMessage: .showMessage
    case .deleteMessage: .deleteMessage
    case .createToken: .createToken
    case .listTokens: .listTokens
    case .revokeToken: .revokeToken
    case .listAudit: .listAudit
    }
  }

  /// The words of the field `do`.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case listUsers = "list_users"
    case showUser = "show_user"
    case deleteUser = "delete_user"
    case eraseUser = "erase_user"
    case listRooms = "list_rooms"
    case showRoom = "show_room"
    case deleteRoom = "delete_room"
    case listMessages = "list_messages"
    case showMessage = "show_message"
    case deleteMessage = "delete_message"
    case createToken = "create_token"
    case listTokens = "list_tokens"
    case revokeToken = "revoke_token"
    case listAudit = "list_audit"
  }
}
