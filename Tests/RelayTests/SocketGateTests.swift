import Client
import TestSupport
import Testing

@testable import Relay

/// A relay in front of a gate: what a bot of a simulation goes through.
@Suite(.blocking) struct SocketGateTests {
  /// Takes what happens at a gate until there is enough of it.
  private static func events(_ count: Int, at gate: SocketGate) throws -> [SocketGate.Event] {
    var events: [SocketGate.Event] = []
    let deadline = ContinuousClock.now + .seconds(10)
    while events.count < count {
      events += gate.takeEvents()
      try #require(ContinuousClock.now < deadline)
    }
    return events
  }

  @Test func `texts pass both ways, but for those that the relay keeps, and a flush waits for them`() throws {
    let gate = try SocketGate()
    let relay = try Relay(
      port: 0, upstream: Endpoint(host: "127.0.0.1", port: gate.port),
      meddling: { event in
        switch event.kind {
        case .fromClient(let text) where text == Array("mine".utf8): RelayPassage([])
        case .fromClient(let text), .fromServer(let text): RelayPassage([text])
        case .opened, .closedByClient, .closedByServer, .broken, .gone: RelayPassage([])
        }
      }, observe: { _ in })
    defer {
      relay.end()
      gate.end()
    }
    let client = try BlockingConnection(
      to: Endpoint(host: "127.0.0.1", port: relay.port),
      options: .init(headers: [("Authorization", "Bearer secret")]), deadlineMilliseconds: 10_000)
    guard case .opened(let number, let token)? = try Self.events(1, at: gate).first else {
      Issue.record("the connection is not told of")
      return
    }
    #expect(token == "secret")

    for text in ["one", "mine", "two"] { try client.send(Array(text.utf8)) }
    try client.ping()
    #expect(relay.flush(milliseconds: 10_000))
    let texts = gate.takeEvents().compactMap { event -> String? in
      if case .received(number, let text) = event { String(decoding: text, as: UTF8.self) } else { nil }
    }
    #expect(texts == ["one", "two"])

    gate.send(Array("three".utf8), to: number)
    #expect(relay.flush(milliseconds: 10_000))
    #expect(try client.next() == .text(Array("three".utf8)))

    relay.setStalled(true)
    gate.send(Array("four".utf8), to: number)
    #expect(relay.flush(milliseconds: 10_000), "nothing is waited for where nothing passes")
    #expect(try client.take() == nil)
    relay.setStalled(false)
    #expect(try client.next() == .text(Array("four".utf8)))

    gate.close(number, code: 4503)
    #expect(try client.next() == .closed(code: 4503))
  }
}
