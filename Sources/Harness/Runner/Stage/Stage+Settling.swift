import DequeModule
import Engine
import Wire

/// How a stage comes to rest, and how time passes on it.
extension Stage {
  package func perform(_ action: () throws(StageFailure) -> Void) throws(StageFailure) {
    try action()
    try settle()
  }

  /// Waits until everything has arrived that was on its way, and everything that bots send because of it.
  package func settle() throws(StageFailure) {
    var sent = 0
    let cause = log?.cause
    defer { log?.cause = cause }
    while isUp {
      try roster.checkStop()
      let mayHaveMore = try takeArrived()
      guard let (client, bytes, entry) = roster.sends.popFirst() else {
        if mayHaveMore { continue }
        return
      }
      sent += 1
      guard sent <= Roster.sendsPerInstant else { throw .endless }
      if let entry { log?.cause = entry }
      try client.connection?.send(bytes)
    }
    roster.sends.removeAll()
  }

  /// A frame has come to a client, and a bot reacts to it.
  package func handOver(_ frame: Received, to client: Participant) {
    if roster.knowsOrder { roster.serial += 1 }
    let entry = client.take(frame, serial: roster.serial, at: now, in: log)
    guard client.isBot else { return }
    post(client.react(to: frame, entry: entry, at: now), from: client, because: entry)
  }

  /// Lets a bot send frames as soon as what happens now has arrived.
  func post(_ frames: [JSON], from client: Participant, because cause: Int?) {
    for frame in frames {
      let bytes = frame.bytes
      roster.sends.append((client, bytes, log?.send(bytes, from: client.name, because: cause, at: now)))
    }
  }

  // MARK: - Time

  /// Lets time pass, and everything fall due on the way.
  package func advance(byMilliseconds distance: Int64) throws(StageFailure) {
    let target = now.advanced(byMilliseconds: distance)
    while let next = nextDeadline, next <= target {
      try roster.checkStop()
      try pass(to: max(now, next))
      try perform { () throws(StageFailure) in
        for client in participants {
          let (frames, cause) = client.timersDue(at: now, time: log?.cause)
          post(frames, from: client, because: cause)
        }
      }
      try awaitQuietBots()
    }
    try pass(to: target)
  }

  /// When something happens by itself next. A bot without a connection has to wait until it has one.
  var nextDeadline: Instant? {
    var earliest = serverDeadline
    for client in participants where client.isConnected {
      guard let deadline = client.nextDeadline else { continue }
      earliest = min(earliest ?? deadline, deadline)
    }
    return earliest
  }
}
