import Engine
import Testing

@testable import Server

/// Each test is a transcript: what happens to a connection, and what its handler does then.
@Suite struct `The life of a connection` {
  private var life = Life()

  // MARK: - The client goes

  @Test mutating func `ends as the client says, and nothing follows`() {
    life.play(
      (.opened, "tell opened"),
      (.message("hi"), "tell message hi"),
      (.closeFrame(1000), "write close 1000, flush, tell gone closed, close channel"),
      (.message("late"), ""), (.part, ""), (.ping("late"), ""), (.pong, ""), (.closeFrame(1000), ""),
      (.readComplete, ""), (.brokenRule, ""), (.garbage, ""),
      (.flushed(leaving: 1000), ""), (.askedToClose(.kicked), ""), (.wait(60), ""), (.waitUnread(60), ""),
      (.inactive, "finish client 1000 after 1 messages"))
  }

  @Test mutating func `ends with the client's code, also where that has no meaning here`() {
    life.play(
      (.closeFrame(3999), "write close 3999, flush, tell gone closed, close channel"),
      (.inactive, "finish client 3999 after 0 messages"))
  }

  @Test mutating func `is cut where the channel closes without a word`() {
    life.play(
      (.opened, "tell opened"), (.message("hi"), "tell message hi"), (.part, ""),
      (.inactive, "tell gone cut, finish cut after 1 messages"))
  }

  @Test mutating func `is cut where the client shuts its side or the channel fails`() {
    life.play(
      (.broke, "close channel"),
      (.inactive, "tell gone cut, finish cut after 0 messages"))
  }

  // MARK: - The server goes

  @Test mutating func `ends with the client's answer, where the server closes it`() {
    life.play(
      (.message("hi"), "tell message hi"),
      (.askedToClose(.kicked), "write close 4504, flush"),
      (.closeFrame(4504), "close channel"),
      (.inactive, "finish server 4504 after 1 messages"))
  }

  @Test mutating func `hears nothing but the answer once the server has said goodbye`() {
    life.play(
      (.askedToClose(.kicked), "write close 4504, flush"),
      (.message("under way"), ""), (.part, ""), (.ping("under way"), ""), (.pong, ""), (.readComplete, ""),
      (.brokenRule, ""), (.flushed(leaving: 1000), ""), (.askedToClose(.draining), ""),
      (.closeFrame(1000), "close channel"),
      (.inactive, "finish server 4504 after 0 messages"))
  }

  @Test mutating func `ends with the server's code where the channel breaks before the answer`() {
    life.play(
      (.askedToClose(.revoked), "write close 4503, flush"),
      (.broke, "close channel"),
      (.inactive, "finish server 4503 after 0 messages"))
  }

  @Test mutating func `is given up where no answer comes in time`() {
    life.play(
      (.askedToClose(.revoked), "write close 4503, flush"),
      (.wait(2), ""), (.message("still here"), ""), (.waitUnread(0), ""),
      (.wait(1), "close channel"),
      (.inactive, "finish server 4503 after 0 messages"))
  }

  @Test mutating func `goes on until the turn thread closes it, where the server is going away`() {
    life.play(
      (.message("one"), "tell message one"),
      (.draining, "tell draining"),
      (.message("two"), "tell message two"),
      (.askedToClose(.draining), "write close 4001, flush"),
      (.closeFrame(4001), "close channel"),
      (.inactive, "finish server 4001 after 2 messages"))
  }

  @Test mutating func `is the client's end where both close it at once and the client was first`() {
    life.play(
      (.closeFrame(1001), "write close 1001, flush, tell gone closed, close channel"),
      (.askedToClose(.kicked), ""),
      (.inactive, "finish client 1001 after 0 messages"))
  }

  // MARK: - Rules of WebSockets

  @Test mutating func `is closed for a broken rule, and still hears the answer`() {
    life.play(
      (.message("hi"), "tell message hi"),
      (.brokenRule, "write close 1003, flush, tell gone cut"),
      (.brokenRule, ""),
      (.message("not counted"), ""),
      (.closeFrame(1003), "close channel"),
      (.inactive, "finish server 1003 after 1 messages"))
  }

  @Test mutating func `hears nothing after bytes that are no frame`() {
    life.play((.garbage, "write close 1002, flush, tell gone cut, close output"))
    #expect(!life.state.isListening)
    life.play(
      (.garbage, ""), (.brokenRule, ""), (.closeFrame(1002), ""), (.message("hi"), ""), (.readComplete, ""),
      (.flushed(leaving: 1000), ""), (.askedToClose(.kicked), ""),
      (.wait(2), ""),
      (.wait(1), "close channel"),
      (.inactive, "finish server 1002 after 0 messages"))
  }

  @Test mutating func `waits no longer for the answer where bytes that are no frame come before it`() {
    life.play(
      (.askedToClose(.kicked), "write close 4504, flush"),
      (.wait(2), ""),
      (.garbage, "close output"),
      (.closeFrame(4504), ""),
      (.wait(1), "close channel"),
      (.inactive, "finish server 4504 after 0 messages"))
  }

  @Test mutating func `answers pings, which are flushed once when all is read`() {
    life.play(
      (.ping("a"), "write pong a"), (.ping("b"), "write pong b"), (.message("hi"), "tell message hi"),
      (.readComplete, "flush and measure"),
      (.readComplete, ""))
  }

  @Test mutating func `need not flush a pong that the goodbye has flushed`() {
    life.play(
      (.ping("a"), "write pong a"),
      (.brokenRule, "write close 1003, flush, tell gone cut"),
      (.readComplete, ""))
  }

  // MARK: - Time and slow readers

  @Test mutating func `is closed where the client does not read`() {
    life.play(
      (.flushed(leaving: 100), ""),
      (.flushed(leaving: 101), "tell slow reader, write close 4002, flush, tell gone cut"),
      (.flushed(leaving: 102), ""),
      (.wait(3), "close channel"),
      (.inactive, "finish server 4002 after 0 messages"))
  }

  @Test mutating func `has a ping where the client is silent, and ends where it stays so`() {
    life.play(
      (.wait(29), ""),
      (.wait(1), "write ping, flush"),
      (.arrived, ""), (.wait(29), ""),
      (.wait(1), "write ping, flush"),
      (.wait(29), ""),
      (.wait(1), "write close 4003, flush, tell gone cut"),
      (.inactive, "finish server 4003 after 0 messages"))
  }

  @Test mutating func `has a ping where the server is silent, whatever the client sends`() {
    life.play(
      (.wait(20), ""), (.arrived, ""), (.wait(9), ""),
      (.wait(1), "write ping, flush"),
      // An unasked pong is no answer that could be missed.
      (.arrived, ""), (.wait(20), ""), (.arrived, ""), (.wait(9), ""),
      (.wait(1), "write ping, flush"),
      (.wrote, ""), (.arrived, ""), (.wait(20), ""), (.arrived, ""), (.wait(29), ""),
      (.wait(1), "write ping, flush"))
  }

  @Test mutating func `ends where the rest of a message does not come`() {
    life.play(
      (.arrivedInPart, ""), (.wait(5), ""), (.arrivedInPart, ""), (.wait(4), ""),
      (.wait(1), "write close 1008, flush, tell gone cut"))
  }

  @Test mutating func `does not blame the client for what is not read`() {
    life.play(
      (.arrivedInPart, ""), (.waitUnread(100), ""), (.wait(9), ""), (.arrived, ""),
      (.waitUnread(100), ""), (.wait(29), ""),
      (.wait(1), "write ping, flush"))
  }

  @Test func `takes frames while it is open, and listens until it is over`() {
    let expected: [(Life.Event, isOpen: Bool, isListening: Bool)] = [
      (.opened, true, true), (.askedToClose(.kicked), false, true), (.brokenRule, false, true),
      (.garbage, false, false), (.closeFrame(1000), false, false), (.inactive, false, false),
    ]
    for (event, isOpen, isListening) in expected {
      var life = Life()
      _ = life.actions(after: event)
      #expect(life.state.isOpen == isOpen, "\(event)")
      #expect(life.state.isListening == isListening, "\(event)")
    }
  }
}

/// One connection, in a time that only the test moves.
struct Life {
  var state = ConnectionState(
    .init(
      sendQueueBytes: 100, heartbeat: .seconds(30), partialMessage: .seconds(10), goodbye: .seconds(3)),
    at: .zero)
  private var now = Duration.zero

  init() {}

  /// What happens to a connection.
  enum Event: Sendable {
    case opened, draining, inactive, broke, readComplete
    case message(String)
    case part, pong
    case ping(String)
    case closeFrame(UInt16)
    /// A frame that may not come, and bytes that are none.
    case brokenRule, garbage
    /// Bytes were read: all of a message, or a part of one.
    case arrived, arrivedInPart
    case askedToClose(CloseCode)
    /// The server sends something.
    case wrote
    case flushed(leaving: Int)
    /// So many seconds pass.
    case wait(Int)
    /// So many seconds pass, in which the server reads nothing.
    case waitUnread(Int)
  }

  /// Lets things happen in order, and compares what is done after each.
  mutating func play(_ steps: (Event, String)..., sourceLocation: SourceLocation = #_sourceLocation) {
    for (number, (event, expected)) in steps.enumerated() {
      let done = actions(after: event).map(Self.text).joined(separator: ", ")
      #expect(done == expected, "step \(number + 1), \(event)", sourceLocation: sourceLocation)
    }
  }

  mutating func actions(after event: Event) -> [ConnectionState.Action] {
    switch event {
    case .opened: return state.opened()
    case .draining: return state.drains()
    case .inactive: return state.inactive()
    case .broke: return state.broke()
    case .readComplete: return state.readCompleted()
    case .message(let text): return state.received(.message(Array(text.utf8)))
    case .part: return state.received(.incomplete)
    case .ping(let text): return state.received(.ping(Array(text.utf8)))
    case .pong: return state.received(.pong)
    case .closeFrame(let code): return state.received(.close(code))
    case .brokenRule: return state.brokeRule(1003, reason: "It is binary.", at: now)
    case .garbage: return state.lostTrack(1002, reason: "It is not masked.", at: now)
    case .arrived:
      state.bytesArrived(completing: true, leavingPart: false, at: now)
      return []
    case .arrivedInPart:
      state.bytesArrived(completing: false, leavingPart: true, at: now)
      return []
    case .askedToClose(let code): return state.askedToClose(code, at: now)
    case .wrote:
      state.wrote()
      return []
    case .flushed(let bytes): return state.flushed(leaving: bytes, at: now)
    case .wait(let seconds):
      now += .seconds(seconds)
      return state.tick(isReading: true, at: now)
    case .waitUnread(let seconds):
      now += .seconds(seconds)
      return state.tick(isReading: false, at: now)
    }
  }

  private static func text(_ action: ConnectionState.Action) -> String {
    switch action {
    case .tell(let report): "tell \(text(report))"
    case .write(.ping): "write ping"
    case .write(.pong(let data)): "write pong \(String(decoding: data, as: UTF8.self))"
    case .write(.close(let code, _)): "write close \(code)"
    case .flush: "flush"
    case .flushAndMeasure: "flush and measure"
    case .closeOutput: "close output"
    case .closeChannel: "close channel"
    case .finish(.client(let code), let messages): "finish client \(code) after \(messages) messages"
    case .finish(.server(let code), let messages): "finish server \(code) after \(messages) messages"
    case .finish(.cut, let messages): "finish cut after \(messages) messages"
    }
  }

  private static func text(_ report: ConnectionState.Report) -> String {
    switch report {
    case .opened: "opened"
    case .message(let bytes): "message \(String(decoding: bytes, as: UTF8.self))"
    case .gone(.closed): "gone closed"
    case .gone(.cut): "gone cut"
    case .draining: "draining"
    case .slowReader: "slow reader"
    }
  }
}
