import Engine
import Testing
import Wire

@Suite("The tutorials' paths") struct DialectPathTests {
  @Test(arguments: [
    ("/ws/chat/lobby/", Dialect.tutorialChat(room: "lobby")),
    ("/ws/chat/lobby", .tutorialChat(room: "lobby")),
    ("/ws/notification/lobby/", .tutorialNotification(room: "lobby")),
    ("/ws/chat/caf%C3%A9/", .tutorialChat(room: "café")),
    ("/ws/chat/caf%c3%a9/", .tutorialChat(room: "café")),
    ("/ws/chat/café/", .tutorialChat(room: "café")), ("/ws/chat/a%20b/", .tutorialChat(room: "a b")),
    ("/ws/chat/a+b/", .tutorialChat(room: "a+b")), ("/ws/chat/a%2Fb/", .tutorialChat(room: "a/b")),
    ("/ws/chat/100%25/", .tutorialChat(room: "100%")), ("/ws/chat//", .tutorialChat(room: "")),
    ("/ws/chat/", .tutorialChat(room: "")), ("/ws/chat/%00/", .tutorialChat(room: "\0")),
  ])
  func `a path names its dialect and its room`(path: String, dialect: Dialect) throws {
    #expect(try Dialect(path: path) == dialect)
  }

  @Test(arguments: [
    "", "/", "/ws", "/ws/", "/ws/chat", "/WS/chat/lobby/", "/ws/chat/a/b/", "/ws/chats/a/", "/x/ws/chat/a/",
    "/ws/notification/a//", "/ws/chat///",
  ])
  func `other paths are none of the tutorials'`(path: String) throws {
    #expect(try Dialect(path: path) == nil)
  }

  @Test(arguments: ["%", "%4", "%zz", "a%", "%C3", "%ff", "%ed%a0%80", "%C0%AF", "%%41"])
  func `a room that is no text is refused`(room: String) {
    #expect(throws: Refusal.self) { try Dialect(path: "/ws/chat/\(room)/") }
  }
}
