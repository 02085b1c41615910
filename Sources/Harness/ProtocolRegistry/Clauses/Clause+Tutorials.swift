extension Clause {
  static let tutorials = [
    Clause(
      .tutorials, 1, .must,
      "A client of `/ws/chat/ROOM/` or `/ws/notification/ROOM/` joins the room ROOM, percent-decoded, by connecting, and if it is logged in makes the room where it does not exist."
    ),
    Clause(
      .tutorials, 2, .must,
      "A ROOM that is no valid name is answered with `name_invalid`, as errors are answered there."),
    Clause(
      .tutorials, 3, .must,
      "The first frame on `/ws/chat/` is a `user_list` with `users`, those who were in the room before, and `messages`, the newest 50, ascending."
    ),
    Clause(
      .tutorials, 4, .must,
      "On `/ws/chat/` a user's own `user_join` comes next; the others see it for the user's first session in the room, and nobody sees a guest."
    ),
    Clause(
      .tutorials, 5, .must,
      "On `/ws/chat/` a `chat_message` has `user` and `username`, `message` and `timestamp`; the same words twice are two messages."
    ),
    Clause(
      .tutorials, 6, .must,
      "What a frame's `message` holds is said in the room of the path as it is, by the session's user; no other field is read."
    ),
    Clause(
      .tutorials, 7, .must,
      "On `/ws/chat/` a message `/pm USER TEXT` is private: the sender gets `private_message_delivered`, and every session of USER the message in its own dialect."
    ),
    Clause(
      .tutorials, 8, .must,
      "A `/pm` without a text or a user is answered with an error and reaches nobody."),
    Clause(
      .tutorials, 9, .must,
      "On `/ws/notification/` every frame is `{\"message\":{\"sender\":…,\"message\":…}}`; the text of a private message begins with `(private) `."
    ),
    Clause(
      .tutorials, 10, .must,
      "Only its session is told an error: on `/ws/chat/` as a `chat_message` of the user `server` with a `code`, on `/ws/notification/` as a message of the sender `server`; the limits of bad frames hold."
    ),
    Clause(
      .tutorials, 11, .must,
      "A guest reads, and is told `auth_required` when it speaks; where the room is not there yet it waits until somebody makes it."
    ),
    Clause(
      .tutorials, 12, .must,
      "A session of a tutorial's client cannot be resumed: it ends with its connection, a cut one too, and gets no private messages from then on."
    ),
    Clause(
      .tutorials, 13, .must,
      "On `/ws/chat/` every frame but a `chat_message` has a list `messages`; it is empty but in the first frame, and holds the one message in a `private_message`."
    ),
  ]
}
