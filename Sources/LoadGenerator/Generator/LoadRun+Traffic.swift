import Wire

extension LoadRun {
  /// How many bytes may wait for one connection before nothing more is sent on it.
  private static let mostWaiting = 1 << 20
  /// How long what is still to come may keep silent, and how long all of it may take, in nanoseconds.
  private static let silence: UInt64 = 3_000_000_000
  private static let mostDrain: UInt64 = 60_000_000_000

  // MARK: - Sending

  /// Has messages sent for as long as the plan says, or until somebody interrupts it.
  func send() {
    origin = MonotonicClock.now
    measuredFrom = origin + plan.warmup.nanoseconds
    measuredUntil = measuredFrom + plan.duration.nanoseconds
    nextProgress = origin + 1_000_000_000
    isSending = true
    if case .rate(let rate) = plan.pace {
      schedule = Schedule(start: origin, end: measuredUntil, rate: rate)
    }
    for sender in 0..<plan.senders {
      fillWindow(of: connections[sender], at: origin)
      flush(connections[sender])
    }
    var processorTime = MonotonicClock.processorTime
    var isWarm = false
    while true {
      let now = MonotonicClock.now
      if !isWarm, now >= measuredFrom { (isWarm, processorTime) = (true, MonotonicClock.processorTime) }
      guard now < measuredUntil, Interruption.count == 0, openConnections > 0 else { break }
      sendDue(at: now)
      resumePaused(at: now)
      sayProgress(at: now)
      turn(nanoseconds: waitingTime(at: now))
    }
    isSending = false
    let now = MonotonicClock.now
    result.wasInterrupted = Interruption.count > 0
    result.unsent = schedule?.overdue(at: min(now, measuredUntil)) ?? 0
    measuredUntil = min(measuredUntil, now)
    guard measuredUntil > measuredFrom else { return }
    result.seconds = Double(measuredUntil - measuredFrom) / 1_000_000_000
    let used = Double(MonotonicClock.processorTime - processorTime) / 1_000_000_000
    result.processors = used / result.seconds
  }

  private func waitingTime(at now: UInt64) -> UInt64 {
    let longest: UInt64 = paused.isEmpty ? 10_000_000 : 1_000_000
    guard let next = schedule?.next else { return longest }
    return next > now ? min(next - now, longest) : 0
  }

  /// Sends what is due in an open loop, but not so much at once that nothing is read meanwhile.
  private func sendDue(at now: UInt64) {
    for _ in 0..<256 {
      guard let taken = schedule?.taken else { return }
      let connection = connections[Int(taken % UInt64(plan.senders))]
      guard connection.waiting < Self.mostWaiting, let due = schedule?.take(at: now) else { return }
      guard connection.isOpen else { continue }
      send(on: connection, due: due, at: now)
      flush(connection)
    }
  }

  /// Writes as many messages of a sender in a closed loop as may be in flight; who calls it flushes.
  private func fillWindow(of connection: LoadConnection, at now: UInt64) {
    guard case .window(let window) = plan.pace, isSending, connection.isOpen, !connection.isPaused else {
      return
    }
    while connection.inFlight < window, connection.waiting < Self.mostWaiting {
      send(on: connection, due: now, at: now)
    }
  }

  private func send(on connection: LoadConnection, due: UInt64, at now: UInt64) {
    let sender = connection.number
    let count = check.noteSent(by: sender)
    let marker = Marker(run: plan.run, sender: UInt32(sender), count: count, time: due - origin)
    templates[plan.room(of: sender)].append(marker, to: &connection.out)
    connection.inFlight += 1
    recent.sent += 1
    result.total.sent += 1
    if isMeasured(now) { result.measured.sent += 1 }
    if now - due > result.latestSend { result.latestSend = now - due }
  }

  private func resumePaused(at now: UInt64) {
    guard !paused.isEmpty else { return }
    let ready = paused.filter { connections[$0].pausedUntil <= now }
    guard !ready.isEmpty else { return }
    paused.removeAll { connections[$0].pausedUntil <= now }
    for sender in ready {
      connections[sender].isPaused = false
      fillWindow(of: connections[sender], at: now)
      flush(connections[sender])
    }
  }

  // MARK: - Receiving

  /// Takes a message of the server to a connection in its room.
  func takeTraffic(_ payload: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64) {
    switch FrameKind.of(payload) {
    case .delivery: takeDelivery(payload, on: connection, at: time)
    case .acknowledgement: takeAcknowledgement(payload, on: connection, at: time)
    case .error: takeError(payload, on: connection, at: time)
    case .other: break
    }
  }

  private func takeDelivery(
    _ payload: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64
  ) {
    // What others say in the room is none of ours.
    guard let marker = Marker.first(of: plan.run, in: payload) else { return }
    let number = connection.number
    switch check.noteArrival(of: marker.count, from: Int(marker.sender), at: number) {
    case .inOrder: break
    case .outOfOrder:
      result.violations.outOfOrder += 1
      result.violations.note("\(Self.name(of: marker)) came to connection \(number) behind a later one")
    case .duplicated:
      result.violations.duplicated += 1
      result.violations.note("\(Self.name(of: marker)) came to connection \(number) again")
      return
    case .unexpected:
      result.violations.unexpected += 1
      result.violations.note("\(Self.name(of: marker)) came to connection \(number), which was not to get it")
      return
    }
    recent.delivered += 1
    result.total.delivered += 1
    if isMeasured(time) { result.measured.delivered += 1 }
    let nanoseconds = latency(of: marker, at: time)
    recentLatency.record(nanoseconds)
    if isMeasured(origin + marker.time) { result.deliveries.record(nanoseconds) }
  }

  private func takeAcknowledgement(
    _ payload: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64
  ) {
    guard let marker = Marker.first(of: plan.run, in: payload) else { return }
    recent.acknowledged += 1
    result.total.acknowledged += 1
    if isMeasured(time) { result.measured.acknowledged += 1 }
    if isMeasured(origin + marker.time) { result.acknowledgements.record(latency(of: marker, at: time)) }
    connection.inFlight -= 1
    // Everything that was read is answered at once, when it has been gone through.
    fillWindow(of: connection, at: time)
  }

  private func takeError(_ payload: UnsafeRawBufferPointer, on connection: LoadConnection, at time: UInt64) {
    let frame = ServerFrame(parsing: Array(payload))
    result.errors[frame?.code ?? "unreadable", default: 0] += 1
    guard let marker = Marker.first(of: plan.run, in: payload), Int(marker.sender) == connection.number else {
      return
    }
    result.refusals += 1
    check.noteRefused(marker.count, of: connection.number)
    connection.inFlight -= 1
    guard case .window = plan.pace else { return }
    // A closed loop that went on at once would measure refusals only.
    let wait = max(10, frame?.retryAfterMilliseconds ?? 0)
    connection.pausedUntil = time + UInt64(min(wait, 60_000)) * 1_000_000
    if !connection.isPaused {
      connection.isPaused = true
      paused.append(connection.number)
    }
  }

  private func isMeasured(_ time: UInt64) -> Bool { time >= measuredFrom && time < measuredUntil }

  private func latency(of marker: Marker, at time: UInt64) -> UInt64 {
    let due = origin + marker.time
    return time > due ? time - due : 0
  }

  private static func name(of marker: Marker) -> String {
    "message \(marker.count) of sender \(marker.sender)"
  }

  // MARK: - The end

  /// Waits until everything has come that was to come, or nothing comes any more.
  func drain() {
    let start = MonotonicClock.now
    var latest = start
    var seen = arrivals
    while openConnections > 0, Interruption.count < 2 {
      if result.lostConnections == 0, check.received >= check.expected, unanswered == 0 { break }
      turn(nanoseconds: 10_000_000)
      let now = MonotonicClock.now
      if arrivals > seen { (seen, latest) = (arrivals, now) }
      if now - latest > Self.silence || now - start > Self.mostDrain { break }
      sayNowAndThen(at: now) { "waiting for what is still to come" }
    }
    // Whatever came once too often comes now.
    let end = MonotonicClock.now + 100_000_000
    while MonotonicClock.now < end, openConnections > 0 { turn(nanoseconds: 10_000_000) }
  }

  /// Counts what did not come.
  func count() {
    result.violations.unanswered = unanswered
    for connection in connections where connection.isOpen {
      let missing = check.missing(at: connection.number)
      guard missing > 0 else { continue }
      result.violations.missing += missing
      result.violations.note("\(missing) messages did not come to connection \(connection.number)")
    }
  }

  private var arrivals: UInt64 { result.total.delivered + result.total.acknowledged + result.refusals }

  private var unanswered: UInt64 {
    let answered = result.total.acknowledged + result.refusals
    return result.total.sent > answered ? result.total.sent - answered : 0
  }

  // MARK: - Progress

  private func sayProgress(at now: UInt64) {
    guard now >= nextProgress else { return }
    let seconds = Double(now - (nextProgress - 1_000_000_000)) / 1_000_000_000
    func rate(_ count: UInt64) -> String { LoadResult.decimal(Double(count) / seconds, places: 0) }
    let errors = result.errors.values.reduce(0, +)
    let p50 = LoadResult.milliseconds(recentLatency.percentile(50))
    let p99 = LoadResult.milliseconds(recentLatency.percentile(99))
    let text = [
      "\((now - origin) / 1_000_000_000) s: sent \(rate(recent.sent))/s",
      "delivered \(rate(recent.delivered))/s",
      "p50 \(p50) ms", "p99 \(p99) ms", "errors \(errors)",
    ].joined(separator: ", ")
    nextProgress = now + 1_000_000_000
    recent = LoadResult.Traffic()
    recentLatency.reset()
    say(text)
  }
}
