/// The `type` of every frame that a client may send, in the order of the documents.
package enum CommandType: String, CaseIterable, Sendable {
  case register
  case logIn = "login"
  case logOut = "logout"
  case setPassword = "set_password"
  case join
  case leave
  case chatMessage = "chat_message"
  case privateMessage = "private_message"
  case history
  case search
  case rooms
  case who
  case createRoom = "create_room"
  case line
  case ping
}
