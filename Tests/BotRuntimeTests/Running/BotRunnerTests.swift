import Bots
import Client
import Engine
import Foundation
import Logging
import MetricsTestKit
import Server
import Synchronization
import TestSupport
import Testing
import Wire

@testable import BotRuntime

/// Bots at a real server.
@Suite(.hangGuard) struct `A runner` {
  /// Runs a bot while the body talks to it, and stops it in order.
  private func run(
    _ runner: BotRunner, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
  ) async throws {
    let running = Task { try await runner.run() }
    do {
      try await body()
    } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    try await running.value
  }

  @Test func `lets a bot answer, keeps its session over a stop, and logs no secret`() async throws {
    let state = FileManager.default.temporaryDirectory
      .appendingPathComponent("verbatim-bot-\(UUID().uuidString).json").path
    defer { for end in ["", ".lock"] { try? FileManager.default.removeItem(atPath: state + end) } }
    try await LiveChat.run {
      $0.clock = .virtual
    } _: { chat in
      let (_, token) = try await chat.register("echo")
      let (alice, _) = try await chat.register("alice")
      let log = Lines()
      let runner = BotRunner(
        EchoBot(), url: chat.url, token: token, rooms: ["lobby"], state: state, logger: log.logger)
      try await alice.say(#"{"type":"join","room":"lobby"}"#)
      try await run(runner) {
        _ = try await alice.hear { $0.text("user") == "echo" && $0.text("type") == "user_join" }
        try await alice.say(#"{"type":"chat_message","room":"lobby","message":"!echo one"}"#)
        try await alice.hear("one", from: "echo")
        await #expect(throws: BotRunner.Failure.stateInUse(path: state)) { try await runner.run() }
      }
      // The file is free as soon as the run is over.
      _ = try StateFile(state)
      // What is said while the bot is away is answered by its next start, in the same session.
      try await alice.say(#"{"type":"chat_message","room":"lobby","message":"!echo two"}"#)
      try await run(runner) {
        let answer = try await alice.hear {
          $0.text("user") == "echo" && $0.text("type") != "chat_message" || $0.text("message") == "two"
        }
        #expect(answer.text("message") == "two")
      }
      let kept = try String(contentsOfFile: state, encoding: .utf8)
      let file = try JSONDecoder().decode(StateFile.Kept.self, from: Data(kept.utf8))
      let secret = try #require(file.memory.session?.name)
      #expect(log.all.contains { $0.contains("logged in") && $0.contains("resumed=true") })
      #expect(!log.all.contains { $0.contains(secret) || $0.contains(token) })
      try Data("{}".utf8).write(to: URL(fileURLWithPath: state))
      await #expect(throws: BotRunner.Failure.self) { try await runner.run() }
      #expect(try String(contentsOfFile: state, encoding: .utf8) == "{}")
    }
  }

  @Test func `keeps to the server's limits at full speed`() async throws {
    try await LiveChat.run {
      $0.limits[.messagesBurst] = 3
      $0.limits[.messagesPerSecond] = 100
    } _: { chat in
      let (_, token) = try await chat.register("flood")
      let (alice, _) = try await chat.register("alice")
      let metrics = TestMetrics()
      let bot = PlainBot { event in
        guard case .privateMessage = event else { return [] }
        return (1...60).map { .privateMessage("\($0)", to: "alice") }
      }
      try await alice.say(#"{"type":"join","room":"lobby"}"#)
      try await run(BotRunner(bot, url: chat.url, token: token, rooms: ["lobby"], metrics: metrics)) {
        _ = try await alice.hear { $0.text("type") == "user_join" && $0.text("user") == "flood" }
        try await alice.say(#"{"type":"private_message","to":"flood","message":"go"}"#)
        for number in 1...60 { try await alice.hear("\(number)", from: "flood") }
      }
      #expect(!metrics.counters.contains { $0.label == "verbatim_bot_refusals_total" })
      let sent = try metrics.expectCounter("verbatim_bot_actions_total", [("kind", "private_message")])
      #expect(sent.totalValue == 60)
      #expect(try metrics.expectTimer("verbatim_bot_reply_seconds").values.count >= 59)
    }
  }

  @Test func `tells a bot events while a request takes its time, and goes on where it fails`() async throws {
    struct Fault: Error {}
    try await LiveChat.run {
      $0.clock = .virtual
    } _: { chat in
      let (_, token) = try await chat.register("worker")
      let (alice, _) = try await chat.register("alice")
      let (gate, opener) = AsyncStream.makeStream(of: Void.self)
      let bot = PlainBot { event in
        switch event {
        case .privateMessage(let message) where message.text == "fail": throw Fault()
        case .privateMessage(let message) where message.text == "work":
          [.request(BotRequest(id: "work", body: "")), message.answer("working")]
        case .privateMessage(let message): [message.answer(message.text)]
        case .response(let response): [.privateMessage("\(response.result)", to: "alice")]
        default: []
        }
      } onRequest: { _ in
        for await _ in gate { return "done" }
        throw Fault()
      }
      let log = Lines()
      try await alice.say(#"{"type":"join","room":"lobby"}"#)
      try await run(BotRunner(bot, url: chat.url, token: token, rooms: ["lobby"], logger: log.logger)) {
        _ = try await alice.hear { $0.text("type") == "user_join" && $0.text("user") == "worker" }
        for text in ["work", "fail", "hello"] {
          try await alice.say(#"{"type":"private_message","to":"worker","message":"\#(text)"}"#)
        }
        try await alice.hear("hello", from: "worker")
        opener.yield()
        try await alice.hear(#"success("done")"#, from: "worker")
      }
      #expect(log.all.contains { $0.contains("error") && $0.contains("problem=threw") })
    }
  }

  @Test func `says what is wrong with an address, a path and a token`() async throws {
    await #expect(throws: BotRunner.Failure.addressNotValid("http://localhost")) {
      try await BotRunner(EchoBot(), url: "http://localhost", token: "t").run()
    }
    try await LiveChat.run {
      $0.clock = .virtual
    } _: { chat in
      let path = await #expect(throws: BotRunner.Failure.self) {
        try await BotRunner(EchoBot(), url: chat.url + "/nowhere", token: "t").run()
      }
      #expect(path?.description.contains("status 404; check the path") == true)
      let token = await #expect(throws: BotRunner.Failure.self) {
        try await BotRunner(EchoBot(), url: chat.url, token: "t").run()
      }
      #expect(token?.description.contains("(auth_failed)") == true)
    }
  }
}
