/// Whether a connection's channel is read from. NIO asks before each read, and a read that is put off is made up for later.
///
/// There are two reasons to read nothing: the connection's messages wait for the turn thread, or more came from its address than
/// is read at once.
struct ReadGate: Sendable {
  private var isFull = false
  private var isThrottled = false
  /// Whether a read was put off.
  private var isWanted = false

  /// Whether the channel may be read from.
  var isOpen: Bool { !isFull && !isThrottled }

  /// NIO wants to read; returns whether it may do so now.
  mutating func wantsRead() -> Bool {
    if !isOpen { isWanted = true }
    return isOpen
  }

  /// As many messages wait as may.
  mutating func filled() { isFull = true }

  /// Few messages wait again; returns whether a read that was put off is due.
  mutating func drained() -> Bool {
    isFull = false
    return takeWanted()
  }

  /// Too much came from the address; returns false where that was so already.
  mutating func throttle() -> Bool {
    defer { isThrottled = true }
    return !isThrottled
  }

  /// The address may send again; returns whether a read that was put off is due.
  mutating func unthrottle() -> Bool {
    isThrottled = false
    return takeWanted()
  }

  private mutating func takeWanted() -> Bool {
    guard isOpen else { return false }
    defer { isWanted = false }
    return isWanted
  }
}
