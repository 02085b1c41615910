import Testing
import Wire

@testable import Engine

@Suite("Writing the tutorials' frames") struct TutorialEncodingTests {
  private let encoder = FrameEncoder(configuration: Configuration())

  private func chat(_ event: Event) -> [String] {
    encoder.tutorialChatFrames(of: event, at: .virtualStart).map { String(decoding: $0, as: UTF8.self) }
  }

  private func notification(_ event: Event) -> [String] {
    encoder.tutorialNotificationFrames(of: event).map { String(decoding: $0, as: UTF8.self) }
  }

  private static let time = "2026-01-01T00:00:00.000Z"

  private static let samples: [(event: Event, chat: [String], notification: [String])] = [
    (
      .chatMessage(
        room: "r", .init(.init(seq: 3, text: "h\"i", at: .virtualStart), user: "alice")),
      [#"{"type":"chat_message","user":"alice","username":"alice","message":"h\"i","timestamp":"\#(time)"}"#],
      [#"{"message":{"sender":"alice","message":"h\"i"}}"#]
    ),
    (
      .error(Refusal(.noSuchUser, "no", field: "to")),
      [
        #"{"type":"chat_message","user":"server","username":"server","message":"no","timestamp":"\#(time)","code":"no_such_user"}"#
      ],
      [#"{"message":{"sender":"server","message":"no"}}"#]
    ),
    (
      .privateMessage(.init(.init(seq: 1, text: "hi", at: .virtualStart), user: "alice")),
      [
        #"{"type":"private_message","user":"alice","message":"hi","messages":[{"username":"alice","message":"hi","timestamp":"\#(time)"}]}"#
      ],
      [#"{"message":{"sender":"alice","message":"(private) hi"}}"#]
    ),
    (
      .privateMessageDelivered(
        .init(.init(seq: 1, text: "hi", at: .virtualStart), target: "bob", sessions: 0)),
      [#"{"type":"private_message_delivered","target":"bob","message":"hi","messages":[]}"#],
      [#"{"message":{"sender":"server","message":"(private, to bob) hi"}}"#]
    ),
    (
      .userList(.init(room: "r", users: ["a", "b"], seq: 7, online: 2, more: false)),
      [#"{"type":"user_list","users":["a","b"],"messages":[]}"#], []
    ),
    (.userJoined(room: "r", user: "a"), [#"{"type":"user_join","user":"a","messages":[]}"#], []),
    (.userLeft(room: "r", user: "a"), [#"{"type":"user_leave","user":"a","messages":[]}"#], []),
    (
      .presence(.init(room: "r", joined: ["a", "b"], left: ["c", "d"], online: 9)),
      [
        #"{"type":"user_list","users":["a","b"],"messages":[]}"#,
        #"{"type":"user_leave","user":"c","messages":[]}"#,
        #"{"type":"user_leave","user":"d","messages":[]}"#,
      ], []
    ),
    (
      .roomDeleted(room: "r"),
      [
        #"{"type":"chat_message","user":"server","username":"server","message":"The room was taken away.","#
          + #""timestamp":"2026-01-01T00:00:00.000Z"}"#
      ],
      [#"{"message":{"sender":"server","message":"The room was taken away."}}"#]
    ),
    (
      .messageEdited(.room("r"), .init(.init(seq: 3, text: "hi", at: .virtualStart), user: "alice")),
      [
        #"{"type":"chat_message","user":"server","username":"server","message":"alice edited message 3: hi","#
          + #""timestamp":"2026-01-01T00:00:00.000Z"}"#
      ],
      [#"{"message":{"sender":"server","message":"alice edited message 3: hi"}}"#]
    ),
    (
      .messageEdited(.with("bob"), .init(.init(seq: 3, text: "hi", at: .virtualStart), user: "alice")),
      [
        #"{"type":"chat_message","user":"server","username":"server","#
          + #""message":"(private) alice edited message 3: hi","timestamp":"2026-01-01T00:00:00.000Z"}"#
      ],
      [#"{"message":{"sender":"server","message":"(private) alice edited message 3: hi"}}"#]
    ),
    (
      .messageEdited(
        .room("r"), .init(.init(seq: 3, text: "", at: .virtualStart, deleted: true), user: "alice")),
      [], []
    ),
  ]

  @Test(arguments: samples.indices)
  func `an event has the shape that the tutorial knows`(index: Int) {
    let sample = Self.samples[index]
    #expect(chat(sample.event) == sample.chat)
    #expect(notification(sample.event) == sample.notification)
  }

  @Test func `what has no shape there yields no frame`() {
    for (event, _) in Samples.events {
      switch event {
      case .roomChanged(let change) where Self.isSilent(change.change): break
      case .userList, .userJoined, .userLeft, .presence, .chatMessage, .privateMessage,
        .privateMessageDelivered, .messageEdited, .error, .roomChanged, .roomDeleted:
        continue
      case _: break
      }
      #expect(chat(event) == [])
      #expect(notification(event) == [])
    }
  }

  /// Whether a change of a room is nothing that a client of a tutorial has to know.
  private static func isSilent(_ change: Event.RoomChange.Change) -> Bool {
    switch change {
    case .access(let inviteOnly, _, let usersOnly): !inviteOnly && !usersOnly
    case .unbanned, .role, .invited: true
    case .kicked, .banned, .muted, .unmuted, .topic: false
    }
  }

  @Test(
    arguments: [
      (.kicked("bo", reason: nil), "bo was kicked by al."),
      (.kicked("bo", reason: "why"), "bo was kicked by al: why."),
      (.banned("bo", reason: nil), "bo was banned by al."),
      (.muted("bo", seconds: 60, reason: "why"), "bo was muted by al for 60 seconds: why."),
      (.unmuted("bo"), "bo may speak again."),
      (.topic("tea"), "The topic is now: tea"),
      (.topic(""), "The room has no topic now."),
      (.access(inviteOnly: true, unlisted: false), "Only those who were invited may be in the room now."),
      (
        .access(inviteOnly: false, unlisted: true, usersOnly: true),
        "Only those who are logged in may be in the room now."
      ),
    ] as [(Event.RoomChange.Change, String)])
  func `what moderators do is a message from the server`(change: Event.RoomChange.Change, text: String) {
    let event = Event.roomChanged(.init(room: "r", change, by: "al"))
    #expect(
      chat(event) == [
        #"{"type":"chat_message","user":"server","username":"server","message":"\#(text)","timestamp":"\#(Self.time)"}"#
      ])
    #expect(notification(event) == [#"{"message":{"sender":"server","message":"\#(text)"}}"#])
  }

  @Test(arguments: Samples.events.indices)
  func `every frame can be shown by the front ends that are there`(index: Int) throws {
    for frame in chat(Samples.events[index].event) {
      let json = try JSON.parse(Array(frame.utf8), maximumBytes: .max, maximumDepth: 16)
      // B prints a frame without `messages` as a line, and so needs a name and a text in it.
      if json["messages"] == nil {
        guard case .string? = json["username"], case .string? = json["message"] else {
          Issue.record("\(frame)")
          continue
        }
      }
    }
    for frame in notification(Samples.events[index].event) {
      let json = try JSON.parse(Array(frame.utf8), maximumBytes: .max, maximumDepth: 16)
      guard case .object(let members) = json, members.map(\.name) == ["message"],
        case .object(let message) = members[0].value
      else {
        Issue.record("\(frame)")
        continue
      }
      #expect(message.map(\.name) == ["sender", "message"])
    }
  }

  @Test func `the opening has the users and the messages`() {
    let opening = encoder.tutorialChatOpening(users: ["bob"], messages: [Samples.stored])
    #expect(
      String(decoding: opening, as: UTF8.self)
        == #"{"type":"user_list","users":["bob"],"messages":[{"username":"alice","message":"hi","timestamp":"\#(Self.time)"}]}"#
    )
  }
}
