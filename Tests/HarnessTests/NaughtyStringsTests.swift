import Engine
import Foundation
import Harness
import TestSupport
import Testing
import Wire

@Suite(
  "Naughty strings through the whole server",
  .enabled(
    if: SharedData.exists(SharedData.naughtyStringsFile), "there is no \(SharedData.naughtyStringsFile.path)")
)
struct NaughtyStringsTests {
  /// A server with one user in one room, and limits that do not get in the way.
  private struct Chat {
    let simulator: Simulator

    init() throws {
      var limits = Limits()
      limits[.roomsPerUser] = 10_000
      simulator = try Simulator(configuration: Configuration(limits: limits))
      try simulator.addUser("alice")
      _ = try answer(.object([.init("type", .string("join")), .init("room", .string("lobby"))]))
    }

    /// The events that one frame brings back to the user; a second of virtual time keeps it within the rate limits.
    func answer(_ frame: JSON, from name: String = "alice") throws -> [JSON] {
      try simulator.advance(byMilliseconds: 1000)
      let client = try simulator.participant(name)
      try simulator.send(frame.bytes, from: name)
      defer { client.unread.removeAll() }
      return client.unread.map(\.frame.json)
    }
  }

  private func frame(_ type: String, _ fields: KeyValuePairs<String, String>) -> JSON {
    .object([.init("type", .string(type))] + fields.map { .init($0.key, .string($0.value)) })
  }

  private func isSame(_ value: JSON?, _ text: String) -> Bool {
    guard case .string(let other)? = value else { return false }
    return Array(other.utf8) == Array(text.utf8)
  }

  private func code(_ event: JSON) -> String? {
    guard case .string(let code)? = event["code"] else { return nil }
    return code
  }

  @Test func `as a message each comes back as it went in, or is refused for being empty`() throws {
    let chat = try Chat()
    for text in try SharedData.naughtyStrings() {
      let events = try chat.answer(frame("chat_message", ["room": "lobby", "message": text]))
      let event = try #require(events.first)
      if text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
        #expect(code(event) == "bad_frame", "\(text.debugDescription)")
      } else {
        #expect(isSame(event["message"], text), "\(text.debugDescription): \(event)")
      }
    }
  }

  @Test func `as a room name each is kept as it is, or refused by name`() throws {
    let chat = try Chat()
    for text in try SharedData.naughtyStrings() {
      let event = try #require(try chat.answer(frame("join", ["room": text])).first)
      if code(event) == nil {
        // A name that differs only by case or normalisation is the room that was there before.
        guard case .string(let room)? = event["room"] else {
          Issue.record("\(event) names no room")
          continue
        }
        #expect(NameKey(room) == NameKey(text), "\(text.debugDescription)")
      } else {
        #expect(code(event) == "name_invalid", "\(text.debugDescription): \(event)")
      }
      _ = try chat.answer(frame("leave", ["room": text]))
    }
  }

  @Test func `as a user name each is kept as it is, or refused by name`() throws {
    let chat = try Chat()
    for (index, text) in try SharedData.naughtyStrings().enumerated() {
      let guest = "guest\(index)"
      try chat.simulator.addGuest(guest)
      let events = try chat.answer(
        frame("register", ["user": text, "password": "a long password"]), from: guest)
      let event = try #require(events.last)
      switch code(event) {
      case nil: #expect(isSame(event["user"], text), "\(text.debugDescription): \(event)")
      case "name_invalid", "name_taken": break
      case let other: Issue.record("\(text.debugDescription): \(other ?? "")")
      }
      try chat.simulator.close(guest)
    }
  }

  @Test func `as a search each finds the message that has it, or is refused for having no word`() throws {
    let chat = try Chat()
    for text in try SharedData.naughtyStrings() {
      _ = try chat.answer(frame("chat_message", ["room": "lobby", "message": text]))
      let event = try #require(
        try chat.answer(frame("search", ["in": "messages", "query": text])).first)
      switch code(event) {
      case nil:
        guard case .array(let results)? = event["results"] else {
          Issue.record("\(event) has no results")
          continue
        }
        #expect(results.count <= 20)
      case "query_invalid", "too_large": break
      case let other: Issue.record("\(text.debugDescription): \(other ?? "")")
      }
    }
  }

  @Test func `as a chat line each is said, or refused by name`() throws {
    let chat = try Chat()
    for text in try SharedData.naughtyStrings() {
      let event = try #require(try chat.answer(frame("line", ["room": "lobby", "line": text])).first)
      if event["type"] == .string("error") {
        #expect(
          ["bad_frame", "unknown_command"].contains(code(event)), "\(text.debugDescription): \(event)")
      } else {
        #expect(isSame(event["message"], text), "\(text.debugDescription): \(event)")
      }
    }
  }
}
