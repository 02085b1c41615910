/// The `type` of every frame that a server sends, in the order of the documents.
package enum EventType: String, CaseIterable, Sendable {
  case hello
  case ready
  case ok
  case ack
  case userList = "user_list"
  case userJoin = "user_join"
  case userLeave = "user_leave"
  case presence
  case chatMessage = "chat_message"
  case privateMessage = "private_message"
  case privateMessageDelivered = "private_message_delivered"
  case history
  case search
  case roomList = "room_list"
  case sessionList = "session_list"
  case help
  case pong
  case messageDeleted = "message_deleted"
  case roomDeleted = "room_deleted"
  case userKicked = "user_kicked"
  case userBanned = "user_banned"
  case userUnbanned = "user_unbanned"
  case userMuted = "user_muted"
  case userUnmuted = "user_unmuted"
  case topic
  case role
  case roomChanged = "room_changed"
  case invited
  case timer
  case error
}
