import Engine
import Host
import NIOCore
import Server
import Testing
import Wire

@testable import struct Server.ClientAddress
@testable import struct Server.EventStream

@Suite struct `Events of a room` {
  /// covers: AUTH-21
  @Test func `come to guests who may only read, and are refused where there are no guests`() async throws {
    for (guests, status) in [(1, "200 OK"), (0, "401 Unauthorized")] {
      var configuration = ServerConfiguration.simulated
      configuration.limits[.guests] = guests
      try await ServerUnderTest.run(configuration) { server in
        _ = try await server.ask(
          "POST /rooms", try await server.user("alice"), body: #"{"room":"lobby"}"#)
        let events = try await RawConnection(port: server.port)
        try await events.send("GET /rooms/lobby/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let answer = await events.read(until: guests == 1 ? #""users":[]"# : "auth_required")
        #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
        #expect(!answer.contains("alice"))
      }
    }
  }

  @Test func `leave nothing of their reader behind`() async throws {
    try await ServerUnderTest.run { server in
      let (alice, bob) = (try await server.user("alice"), try await server.user("bob"))
      let socket = try await ChatSocket(server, alice)
      try await socket.send(#"{"type":"join","room":"lobby"}"#)
      _ = try await socket.next("user_list")
      let events = try await RawConnection(port: server.port)
      try await events.send(
        "GET /rooms/lobby/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: \(bob["Authorization"] ?? "")\r\n\r\n"
      )
      #expect(try await socket.next("user_join")["user"] == .string("bob"))
      #expect(try await server.metrics()["verbatim_connections"] == 2)
      try await events.close()
      #expect(try await socket.next("user_leave")["user"] == .string("bob"))
      try await eventually { try await server.metrics()["verbatim_connections"] == 1 }
    }
  }

  @Test(arguments: ["GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "no request\r\n\r\n"])
  func `end where their reader says anything more`(more: String) async throws {
    try await ServerUnderTest.run { server in
      let alice = try await server.user("alice")
      _ = try await server.ask("POST /rooms", alice, body: #"{"room":"lobby"}"#)
      let events = try await RawConnection(port: server.port)
      let request = "GET /rooms/lobby/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
      // What comes with the request is forgotten.
      try await events.send(request + "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = await events.read(until: "user_list")
      try await events.send(more)
      let whole = await events.readToEnd()
      #expect(whole.split(separator: "HTTP/1.1", omittingEmptySubsequences: false).count == 2)
      try await eventually { try await server.metrics()["verbatim_connections"] == 0 }
    }
  }

  // MARK: - As a value

  private static let room = [JSON.Member("room", .string("lobby"))]

  private func stream(after: Int64?) -> EventStream {
    EventStream(
      of: Self.room, after: after, for: Opening(token: "t"), at: ClientAddress(nil), heartbeat: .seconds(20))
  }

  private func written(_ text: String) -> EventStream.Step { .write(Array(text.utf8)) }

  @Test func `are the frames about the room, from when its reader is in it`() {
    var stream = stream(after: nil)
    #expect(!stream.opening.isResumable)
    #expect(String(decoding: stream.join, as: UTF8.self) == #"{"type":"join","id":"stream","room":"lobby"}"#)
    #expect(stream.take(Array(#"{"type":"chat_message","room":"lobby","seq":7}"#.utf8)) == [])
    #expect(
      stream.take(Array(#"{"type":"user_list","re":"stream","room":"Lobby","seq":7}"#.utf8)) == [
        written("id: 7\ndata: {\"type\":\"user_list\",\"room\":\"Lobby\",\"seq\":7}\n\n")
      ])
    #expect(
      stream.take(Array(#"{"type":"chat_message","room":"Lobby","seq":8}"#.utf8)) == [
        written("id: 8\ndata: {\"type\":\"chat_message\",\"room\":\"Lobby\",\"seq\":8}\n\n")
      ])
    #expect(
      stream.take(Array(#"{"type":"topic","room":"Lobby"}"#.utf8)) == [
        written("data: {\"type\":\"topic\",\"room\":\"Lobby\"}\n\n")
      ])
    #expect(stream.take(Array(#"{"type":"topic","room":"hall"}"#.utf8)) == [])
    #expect(stream.take(Array(#"{"type":"private_message","user":"bob","seq":1}"#.utf8)) == [])
  }

  @Test func `begin with the pages that were missed, and have each message once`() {
    var stream = stream(after: 4)
    #expect(stream.take(Array(#"{"type":"user_list","re":"stream","room":"lobby","seq":6}"#.utf8)).count == 1)
    let page = #"{"type":"history","room":"lobby","messages":[{"seq":5,"message":"a"}],"more":true}"#
    #expect(
      stream.take(Array(page.utf8)) == [
        written(
          "id: 5\ndata: {\"type\":\"chat_message\",\"room\":\"lobby\",\"seq\":5,\"message\":\"a\"}\n\n"),
        .say(Array(#"{"type":"history","id":"stream","room":"lobby","after":5}"#.utf8)),
      ])
    #expect(stream.take(Array(#"{"type":"chat_message","room":"lobby","seq":7}"#.utf8)) == [])
    let refusal = #"{"type":"error","re":"stream","code":"rate_limited","message":"","retry_after_ms":90}"#
    #expect(
      stream.take(Array(refusal.utf8)) == [
        .sayLater(
          Array(#"{"type":"history","id":"stream","room":"lobby","after":5}"#.utf8), .milliseconds(90))
      ])
    let rest =
      #"{"type":"history","re":"stream","room":"lobby","messages":[{"seq":6},{"seq":7}],"more":false}"#
    #expect(stream.take(Array(rest.utf8)).count == 2)
    #expect(stream.take(Array(#"{"type":"chat_message","room":"lobby","seq":8}"#.utf8)).count == 1)
  }

  @Test func `begin anew where the room is another one of the same name`() {
    var stream = stream(after: 500)
    #expect(stream.take(Array(#"{"type":"user_list","re":"stream","room":"lobby","seq":2}"#.utf8)).count == 1)
    #expect(
      stream.take(Array(#"{"type":"history","room":"lobby","messages":[],"more":false}"#.utf8)) == [
        .say(Array(#"{"type":"history","id":"stream","room":"lobby","after":0}"#.utf8))
      ])
  }

  @Test func `end where the room cannot be entered any more`() {
    var stream = stream(after: nil)
    #expect(
      stream.take(Array(#"{"type":"error","re":"stream","code":"forbidden","message":""}"#.utf8)) == [.end])
  }
}

extension RawConnection {
  /// Everything that has come once this text is in it, or the server has hung up.
  func read(until text: String, isolation: isolated (any Actor)? = #isolation) async -> String {
    while true {
      let all = String(decoding: buffer, as: UTF8.self)
      if all.contains(text) { return all }
      guard await readMore(isolation: isolation) else { return all }
    }
  }
}
