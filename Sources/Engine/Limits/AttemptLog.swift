import DequeModule

/// The latest attempts at something, and how much of its allowance each key has used up with them.
///
/// There are more keys than can be kept, because names of no user count too. So only the latest attempts are kept, and the
/// oldest are dropped first.
struct AttemptLog<Key: Hashable & Sendable>: Sendable {
  struct Entry: Hashable, Sendable {
    let key: Key
    /// The key's bucket after this attempt, in microseconds since the Unix epoch.
    var bucket: TokenBucket
  }

  /// In the order of the attempts; only the newest of a key counts.
  private(set) var entries: Deque<Entry>
  /// The place of each key's newest attempt, counted from the first there ever was.
  private var places: [Key: Int] = [:]
  /// How many entries were taken out so far.
  private var gone = 0

  init(entries: Deque<Entry> = []) {
    self.entries = entries
    for (place, entry) in entries.enumerated() { places[entry.key] = place }
  }

  /// How many keys there are of which anything is known.
  var keyCount: Int { places.count }

  /// How long the key has to wait until its next attempt, in microseconds; not above 0 where it may go on.
  func wait(for key: Key, at now: Instant, rate: TokenBucket.Rate) -> Int64 {
    guard let place = places[key] else { return 0 }
    return entries[place - gone].bucket.wait(at: now.microseconds, rate)
  }

  /// Notes an attempt, and forgets the oldest ones above `bound` and those that no longer count.
  mutating func spend(_ key: Key, at now: Instant, rate: TokenBucket.Rate, bound: Int) {
    var bucket = places[key].map { entries[$0 - gone].bucket } ?? TokenBucket()
    bucket.spend(at: now.microseconds, rate)
    places[key] = gone + entries.count
    entries.append(Entry(key: key, bucket: bucket))
    while let first = entries.first, entries.count > bound || first.bucket.isFull(at: now.microseconds) {
      if places[first.key] == gone { places[first.key] = nil }
      entries.removeFirst()
      gone += 1
    }
  }

  /// Forgets what is known of a key.
  mutating func forget(_ key: Key) {
    if places[key] != nil { forgetAll { $0 == key } }
  }

  /// Forgets what is known of some keys.
  mutating func forgetAll(where isMeant: (Key) -> Bool) {
    self = AttemptLog(entries: .init(entries.filter { !isMeant($0.key) }))
  }

  /// Follows a clock that was set.
  mutating func move(by milliseconds: Int64) {
    for index in entries.indices { entries[index].bucket.move(by: milliseconds * 1000) }
  }

  /// Takes an attempt back that turned out to cost nothing.
  mutating func giveBack(_ key: Key, rate: TokenBucket.Rate) {
    guard let place = places[key] else { return }
    entries[place - gone].bucket.giveBack(rate)
  }
}
