import Client
import Wire

extension LoadRun {
  /// How long a step may go on without a connection that takes it, in nanoseconds.
  private static let patience: UInt64 = 30_000_000_000

  /// Makes all connections, logs them in, and has them join their rooms.
  func setUp() throws(LoadFailure) {
    let users = 0..<plan.usersCount
    let guests = plan.usersCount..<plan.connections
    try take("connect", 0..<plan.connections) { connection in self.open(connection) }
    try take("log-in", users) { connection in self.logIn(connection) }
    // Guests cannot make rooms, so that users come first.
    try take("join", users) { connection in self.join(connection) }
    if !guests.isEmpty { try take("join-guests", guests) { connection in self.join(connection) } }
  }

  /// Has connections take a step, some of them at the same time, and notes how long that took.
  private func take(
    _ name: String, _ numbers: Range<Int>, begin: (LoadConnection) -> Void
  ) throws(LoadFailure) {
    let start = MonotonicClock.now
    var lastProgress = start
    var next = numbers.lowerBound
    var done = 0
    (stepsDone, stepTimes) = (0, LatencyHistogram())
    nextProgress = start + 1_000_000_000
    while stepsDone < numbers.count {
      if Interruption.count > 0 { throw .interrupted }
      while next < numbers.upperBound, next - numbers.lowerBound - stepsDone < plan.atOnce, failure == nil {
        let connection = connections[next]
        connection.stepBegan = MonotonicClock.now
        begin(connection)
        next += 1
      }
      if failure == nil { turn(nanoseconds: 50_000_000) }
      if let failure { throw failure }
      let now = MonotonicClock.now
      if stepsDone > done { (done, lastProgress) = (stepsDone, now) }
      guard now - lastProgress < Self.patience else {
        let reason = "\(plan.endpoint) did not answer for 30 seconds"
        guard wasGreeted else { throw LoadFailure.unreachable("\(reason).") }
        throw LoadFailure.refused("\(reason) in the step \(name), which \(done) of \(numbers.count) took.")
      }
      sayNowAndThen(at: now) { "\(name): \(done) of \(numbers.count)" }
    }
    let seconds = Double(MonotonicClock.now - start) / 1_000_000_000
    result.steps.append(
      LoadResult.Step(name: name, count: numbers.count, seconds: seconds, times: stepTimes))
  }

  private func logIn(_ connection: LoadConnection) {
    connection.state = .loggingIn
    switch plan.logIn {
    case .registration(let password):
      let user = "load-\(plan.runName)-\(connection.number)"
      send(.frame("register", ("user", .string(user)), ("password", .string(password))), on: connection)
    case .tokens(let tokens):
      send(.frame("login", ("token", .string(tokens[connection.number]))), on: connection)
    }
  }

  private func join(_ connection: LoadConnection) {
    connection.state = .joining
    let room = plan.name(ofRoom: plan.room(of: connection.number))
    send(.frame("join", ("room", .string(room))), on: connection)
  }

  private func send(_ command: JSON, on connection: LoadConnection) {
    let payload = command.with("id", .string("setup")).bytes
    connection.out += ClientFrame.bytes(opcode: FrameHead.text, payload: payload, mask: mask)
    flush(connection)
  }

  /// Takes a message of the server to a connection that is not in its room yet.
  func takeSetUp(_ payload: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64) {
    guard let frame = ServerFrame(parsing: Array(payload)), let type = frame.typeName else {
      end(connection, "what the server sent is not a frame of the protocol")
      return
    }
    switch (connection.state, type) {
    case (.greeting, "hello"):
      if !wasGreeted { compare(with: frame) }
      wasGreeted = true
      finishStep(of: connection, at: time, next: .idle)
    case (.loggingIn, "ready"): finishStep(of: connection, at: time, next: .idle)
    case (.joining, "user_list"):
      if frame.re == "setup" { finishStep(of: connection, at: time, next: .joined) }
    case (_, "error"):
      let code = frame.code ?? "an error without a code"
      let text = frame.message ?? ""
      var reason = "The server refused connection \(connection.number + 1) with \(code): \(text)"
      if code == "rate_limited" { reason += " (\(Self.advice))" }
      fail(.refused(reason))
    case _: break
    }
  }

  /// What to do about the limits of a server.
  static let advice = "for a capacity test, start it with --limits off"

  private func finishStep(of connection: LoadConnection, at time: UInt64, next state: LoadConnection.State) {
    connection.state = state
    stepsDone += 1
    stepTimes.record(time > connection.stepBegan ? time - connection.stepBegan : 0)
  }

  /// Looks whether a server's limits allow the messages of the plan.
  private func compare(with hello: ServerFrame) {
    if let most = hello.limit("message_characters"), most < Int64(plan.size) {
      fail(.refused("The server takes messages of at most \(most) characters; use a smaller --size."))
    }
    if let most = hello.limit("id_characters"), most < Int64(Marker.length) {
      fail(.refused("The server's limit id_characters is \(most); a load needs \(Marker.length)."))
    }
  }

  /// Notes why setting up cannot go on; the first reason counts.
  func fail(_ reason: LoadFailure) {
    if failure == nil { failure = reason }
  }
}
