import Engine

/// The life of one WebSocket as a value: what happened goes in, and what the channel's handler has to do comes out.
///
/// It knows nothing of channels, threads and clocks, so that a test can play every order in which things happen. The
/// actions of an event are carried out in their order, and after the event: one of them may lead to the next event.
///
///     var state = ConnectionState(bounds, at: .zero)
///     state.opened()                  // [.tell(.opened)]
///     state.received(.message(text))  // [.tell(.message(text))]
///     state.inactive()                // [.tell(.gone(.cut)), .finish(.cut, messages: 1)]
///
/// Times are the machine's uptime (`Duration.uptime`).
struct ConnectionState: Sendable {
  private let bounds: Bounds
  private var phase = Phase.open(isPongWaiting: false)
  private var heartbeat: Heartbeat
  private var messages = 0

  private enum Phase: Sendable {
    /// Frames go both ways. A pong may have been written and not flushed yet.
    case open(isPongWaiting: Bool)
    /// A close frame was written; nothing else is, and the peer has time to answer.
    case closing(Goodbye)
    /// As `closing`, but what comes can no longer be told apart into frames: the answer would not be seen.
    case deaf(Goodbye)
    /// Nothing is read or written; the channel closes or is closed.
    case closed(ConnectionEnd)
  }

  /// The server's close frame.
  private struct Goodbye: Sendable {
    let code: UInt16
    /// When the peer is given up.
    let deadline: Duration

    var end: ConnectionEnd { .server(code: code) }
  }

  /// What one connection may use.
  struct Bounds: Sendable {
    /// How many bytes may wait to be read by the client.
    var sendQueueBytes: Int
    /// After how much silence the peer is pinged, and after how much more it is given up.
    var heartbeat: Duration
    /// How long a message may take to arrive, once begun.
    var partialMessage: Duration
    /// How long the peer has to answer a close frame.
    var goodbye: Duration
  }

  init(_ bounds: Bounds, at now: Duration) {
    self.bounds = bounds
    heartbeat = Heartbeat(interval: bounds.heartbeat, partialMessage: bounds.partialMessage, now: now)
  }

  /// Whether frames may be written to the client.
  var isOpen: Bool {
    switch phase {
    case .open: true
    case .closing, .deaf, .closed: false
    }
  }

  /// Whether what comes from the client is looked at.
  var isListening: Bool {
    switch phase {
    case .open, .closing: true
    case .deaf, .closed: false
    }
  }
}

// MARK: - From the client

extension ConnectionState {
  /// The channel became a WebSocket.
  func opened() -> [Action] { [.tell(.opened)] }

  /// A frame came, and amounts to this.
  mutating func received(_ result: MessageAssembler.Result) -> [Action] {
    switch phase {
    case .deaf, .closed: []
    case .closing(let goodbye): received(result, after: goodbye)
    case .open: receivedWhileOpen(result)
    }
  }

  private mutating func receivedWhileOpen(_ result: MessageAssembler.Result) -> [Action] {
    switch result {
    case .incomplete, .pong: return []
    case .message(let bytes):
      messages += 1
      return [.tell(.message(bytes))]
    case .ping(let data):
      phase = .open(isPongWaiting: true)
      heartbeat.wrote()
      return [.write(.pong(data))]
    case .close(let code):
      phase = .closed(.client(code: code))
      return [.write(.close(code: code, reason: "")), .flush, .tell(.gone(.closed)), .closeChannel]
    }
  }

  /// Once the server has said goodbye, only the answer to that is of interest.
  private mutating func received(_ result: MessageAssembler.Result, after goodbye: Goodbye) -> [Action] {
    switch result {
    case .incomplete, .pong, .message, .ping: return []
    case .close:
      phase = .closed(goodbye.end)
      return [.closeChannel]
    }
  }

  /// A frame came that may not come; those after it can still be told apart.
  mutating func brokeRule(_ code: UInt16, reason: String, at now: Duration) -> [Action] {
    sayGoodbye(code, reason: reason, telling: .cut, at: now)
  }

  /// Bytes came that are no frame. What follows cannot be told apart, so that the peer's goodbye is not waited for.
  mutating func lostTrack(_ code: UInt16, reason: String, at now: Duration) -> [Action] {
    let actions = sayGoodbye(code, reason: reason, telling: .cut, at: now)
    switch phase {
    case .closing(let goodbye):
      phase = .deaf(goodbye)
      return actions + [.closeOutput]
    case .open, .deaf, .closed: return actions
    }
  }

  /// Bytes were read, and the frames in them were received.
  ///
  /// - Parameters:
  ///   - completing: Whether they end a message that had begun.
  ///   - leavingPart: Whether the last of them are a part of a frame, or of a message of several.
  mutating func bytesArrived(completing: Bool, leavingPart: Bool, at now: Duration) {
    heartbeat.bytesArrived(completing: completing, leavingPart: leavingPart, at: now)
  }

  /// Everything was read that had come. Pongs are bounded as all else is: a client may ping as fast as it likes, but has to read
  /// the answers.
  mutating func readCompleted() -> [Action] {
    switch phase {
    case .open(isPongWaiting: true):
      phase = .open(isPongWaiting: false)
      return [.flushAndMeasure]
    case .open(isPongWaiting: false), .closing, .deaf, .closed: return []
    }
  }

  /// The peer shut its sending side, or the channel failed.
  func broke() -> [Action] { [.closeChannel] }

  /// The channel is closed.
  mutating func inactive() -> [Action] {
    switch phase {
    case .open:
      phase = .closed(.cut)
      return [.tell(.gone(.cut)), .finish(.cut, messages: messages)]
    case .closing(let goodbye), .deaf(let goodbye):
      phase = .closed(goodbye.end)
      return [.finish(goodbye.end, messages: messages)]
    case .closed(let end): return [.finish(end, messages: messages)]
    }
  }
}

// MARK: - From the server

extension ConnectionState {
  /// The server is going away. The turn thread closes the connection after what came before is answered.
  func drains() -> [Action] { [.tell(.draining)] }

  /// The turn thread closes the connection, which the engine has forgotten.
  mutating func askedToClose(_ code: CloseCode, at now: Duration) -> [Action] {
    sayGoodbye(code, telling: nil, at: now)
  }

  /// What the connection was for is over, which the engine does not know yet.
  mutating func finished(at now: Duration) -> [Action] {
    sayGoodbye(.normal, telling: .closed, at: now)
  }

  /// Frames were written.
  mutating func wrote() { heartbeat.wrote() }

  /// Frames were flushed, and so many bytes wait to be read; a client that does not read is closed and may resume.
  mutating func flushed(leaving bytes: Int, at now: Duration) -> [Action] {
    guard isOpen, bytes > bounds.sendQueueBytes else { return [] }
    return [.tell(.slowReader)] + sayGoodbye(.slowReader, telling: .cut, at: now)
  }

  /// Time passed; called about once a second.
  ///
  /// - Parameter isReading: Whether the server reads what the peer sends; where it does not, the peer is not to blame.
  mutating func tick(isReading: Bool, at now: Duration) -> [Action] {
    switch phase {
    case .closed: return []
    case .closing(let goodbye), .deaf(let goodbye): return now >= goodbye.deadline ? [.closeChannel] : []
    case .open:
      guard isReading else {
        heartbeat.excuse(at: now)
        return []
      }
      switch heartbeat.due(at: now) {
      case .nothing: return []
      case .ping: return [.write(.ping), .flush]
      case .silent: return sayGoodbye(.noPong, telling: .cut, at: now)
      case .partial:
        return sayGoodbye(
          Self.policyViolation, reason: "The rest of a message did not come in time.", telling: .cut, at: now)
      }
    }
  }

  /// The code of WebSockets for what the server does not put up with.
  private static let policyViolation: UInt16 = 1008

  private mutating func sayGoodbye(
    _ code: CloseCode, telling ending: Ending?, at now: Duration
  ) -> [Action] {
    sayGoodbye(code.rawValue, reason: code.meaning, telling: ending, at: now)
  }

  /// Begins to close an open connection, and tells the turn thread where the engine does not know yet.
  private mutating func sayGoodbye(
    _ code: UInt16, reason: String, telling ending: Ending?, at now: Duration
  ) -> [Action] {
    guard isOpen else { return [] }
    phase = .closing(Goodbye(code: code, deadline: now + bounds.goodbye))
    let actions: [Action] = [.write(.close(code: code, reason: reason)), .flush]
    guard let ending else { return actions }
    return actions + [.tell(.gone(ending))]
  }
}
