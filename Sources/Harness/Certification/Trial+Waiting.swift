import Foundation

/// How a trial waits: for facts, and until the bot has nothing more to do.
extension Trial {
  /// Waits for a fact, and says whether it came in time.
  ///
  /// - Parameter milliseconds: The trial's deadline where nothing is said.
  /// - Throws: A finding where the bot exits meanwhile, or floods the server.
  func wait(
    _ milliseconds: Int? = nil, until condition: () throws(TrialEnd) -> Bool
  ) throws(TrialEnd) -> Bool {
    let deadline = ContinuousClock.now + .milliseconds(milliseconds ?? deadlineMilliseconds)
    while true {
      for user in users { user.listen() }
      if try condition() { return true }
      if let exit, !mayExit { throw .found(Finding(exit: exit, of: self)) }
      if traffic.peak > framesPerSecond { throw .found(Finding(storm: traffic.peak, after: circumstance)) }
      guard ContinuousClock.now < deadline else { return false }
      usleep(2000)
    }
  }

  /// Waits until the bot will do no more by itself: it has told so, or nobody has said or sent anything for a while.
  func settle() throws(TrialEnd) {
    var (last, since) = (-1, ContinuousClock.now)
    let isOver = try wait { () throws(TrialEnd) in
      if traffic.tellsWhenDone { return try isAtRest() }
      let count = traffic.sentFrames + users.reduce(0) { $0 + $1.heard.count }
      if count != last { (last, since) = (count, ContinuousClock.now) }
      return ContinuousClock.now - since > .milliseconds(silenceMilliseconds)
    }
    if !isOver, traffic.tellsWhenDone { throw .found(Finding(noRestOf: self)) }
  }

  /// Waits for a fact that is no fact before the bot has nothing more to do; says whether it came.
  func awaitMore(until condition: () -> Bool) throws(TrialEnd) -> Bool {
    guard traffic.tellsWhenDone else { return try wait(silenceMilliseconds, until: condition) }
    _ = try wait { () throws(TrialEnd) in
      if condition() { return true }
      return try isAtRest()
    }
    return condition()
  }

  /// Whether the bot has told that nothing is under way, in each process that ever tells.
  private var isQuiet: Bool {
    guard let second, second.traffic.tellsWhenDone else { return traffic.isQuiet }
    return traffic.isQuiet && second.traffic.isQuiet
  }

  private func isAtRest() throws(TrialEnd) -> Bool {
    guard isQuiet else { return false }
    let before = traffic.texts
    guard try settleServer() else { return false }
    return traffic.texts == before && isQuiet
  }
}
