extension Clause {
  static let tutorials = rules(
    of: .tutorials,
    [
      1:
        "A client of `/ws/chat/ROOM/` or `/ws/notification/ROOM/` joins the room ROOM, percent-decoded, by connecting, and if it is logged in makes the room where it does not exist.",
      2: "A ROOM that is no valid name is answered with `name_invalid`, as errors are answered there.",
      3:
        "The first frame on `/ws/chat/` is a `user_list` with `users`, those who were in the room before, and `messages`, the newest 50, ascending.",
      4:
        "On `/ws/chat/` a user's own `user_join` comes next; the others see it for the user's first session in the room, and nobody sees a guest.",
      5:
        "On `/ws/chat/` a `chat_message` has `user` and `username`, `message` and `timestamp`; the same words twice are two messages.",
      6:
        "What a frame's `message` holds is said in the room of the path as it is, by the session's user; no other field is read.",
      7:
        "On `/ws/chat/` a message `/pm USER TEXT` is private: the sender gets `private_message_delivered`, and every session of USER the message in its own dialect.",
      8: "A `/pm` without a text or a user is answered with an error and reaches nobody.",
      9:
        "On `/ws/notification/` every frame is `{\"message\":{\"sender\":…,\"message\":…}}`; the text of a private message begins with `(private) `.",
      10:
        "Only its session is told an error: on `/ws/chat/` as a `chat_message` of the user `server` with a `code`, on `/ws/notification/` as a message of the sender `server`; the limits of bad frames hold.",
      11:
        "A guest reads, and is told `auth_required` when it speaks; where the room is not there yet it waits until somebody makes it.",
      12:
        "A session of a tutorial's client cannot be resumed: it ends with its connection, a cut one too, and gets no private messages from then on.",
      13:
        "On `/ws/chat/` every frame but a `chat_message` has a list `messages`; it is empty but in the first frame, and holds the one message in a `private_message`.",
    ])
}
