package import Engine

/// What an operator can ask of a server: the same on its database file and, while it runs, over a socket.
package enum AdminRequest: Hashable, Sendable {
  case listUsers(Page)
  case showUser(String)
  case deleteUser(String)
  /// Closes an account and takes away its name and all that it said.
  case eraseUser(String)
  /// Gives a user another password, without the old one.
  case setPassword(user: String, password: String)
  case suspendUser(String)
  case unsuspendUser(String)
  /// Ends all sessions of a user, and revokes the tokens of their log-ins.
  case logOutUser(String)
  case listRooms(Page)
  case showRoom(String)
  case deleteRoom(String)
  /// Takes the guests out of a room, and closes it to them.
  case removeGuests(String)
  case setOwner(room: String, user: String)
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
  /// Makes a code with which so many people can register, for so many days.
  case createInvitation(uses: Int, days: Int)
  case listInvitations
  case revokeInvitation(id: String)
  /// Lets nobody connect from an address or a network, for so many seconds or for good.
  case banAddress(String, seconds: Int?)
  case listBans
  case liftBan(String)

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
    case .listUsers, .showUser, .listRooms, .showRoom, .listMessages, .showMessage, .listTokens,
      .listInvitations, .listBans, .listAudit:
      true
    case .deleteUser, .eraseUser, .setPassword, .suspendUser, .unsuspendUser, .logOutUser, .deleteRoom,
      .removeGuests, .setOwner, .deleteMessage, .createToken, .revokeToken, .createInvitation,
      .revokeInvitation, .banAddress, .liftBan:
      false
    }
  }

  /// The words of the field `do`.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case listUsers = "list_users"
    case showUser = "show_user"
    case deleteUser = "delete_user"
    case eraseUser = "erase_user"
    case setPassword = "set_password"
    case suspendUser = "suspend_user"
    case unsuspendUser = "unsuspend_user"
    case logOutUser = "log_out_user"
    case listRooms = "list_rooms"
    case showRoom = "show_room"
    case deleteRoom = "delete_room"
    case removeGuests = "remove_guests"
    case setOwner = "set_owner"
    case listMessages = "list_messages"
    case showMessage = "show_message"
    case deleteMessage = "delete_message"
    case createToken = "create_token"
    case listTokens = "list_tokens"
    case revokeToken = "revoke_token"
    case listAudit = "list_audit"
    case createInvitation = "create_invitation"
    case listInvitations = "list_invitations"
    case revokeInvitation = "revoke_invitation"
    case banAddress = "ban_address"
    case listBans = "list_bans"
    case liftBan = "lift_ban"
  }
}
