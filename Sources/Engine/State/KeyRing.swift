import DequeModule

/// The latest idempotency keys of a user, each with the message it was used for and its reply.
struct KeyRing: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let key: String
    /// A hash of the text and its target, to tell a repetition from a reuse.
    let content: UInt64
    let seq: UInt64
    let at: Instant
    /// How many sessions a private message went to; 0 for a room message.
    let sessions: Int
    /// Follows from the key. Most entries are passed over by it, without a look at their texts.
    fileprivate let fingerprint: UInt64

    init(key: String, content: UInt64, seq: UInt64, at: Instant, sessions: Int) {
      self.key = key
      self.content = content
      self.seq = seq
      self.at = at
      self.sessions = sessions
      fingerprint = Fingerprint(key).value
    }
  }

  private(set) var entries: Deque<Entry>

  init(entries: Deque<Entry> = []) {
    self.entries = entries
  }

  /// What was answered to this key before, or nil for a new one.
  func find(_ key: String, content: UInt64) throws(Refusal) -> Entry? {
    let fingerprint = Fingerprint(key).value
    let found = entries.last { $0.fingerprint == fingerprint && $0.key.utf8.elementsEqual(key.utf8) }
    guard let entry = found else { return nil }
    guard entry.content == content else {
      throw Refusal(.keyReused, "This key was used before for another message.", field: "key")
    }
    return entry
  }

  mutating func remember(_ entry: Entry, limit: Int) {
    while entries.count >= limit { entries.removeFirst() }
    entries.append(entry)
  }
}
