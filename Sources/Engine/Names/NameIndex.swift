/// Users or rooms by their names.
///
/// Earlier programs told some names apart that are alike now. Then the older user or room has the name, and the others are found by
/// the very spelling that they were made with, so that nobody loses an account.
struct NameIndex<ID: DenseID>: Sendable {
  private struct Namesake: Sendable {
    let name: String
    let id: ID
  }

  private var holders: [NameKey: ID] = [:]
  /// Those beside the holder of a key, the oldest first.
  private var namesakes: [NameKey: [Namesake]] = [:]

  init() {}

  /// The user or room that has this name, in whatever spelling, or nil.
  subscript(name: String) -> ID? {
    let key = NameKey(name)
    if !namesakes.isEmpty, let id = namesakes[key]?.first(where: { $0.name == name })?.id { return id }
    return holders[key]
  }

  mutating func reserveCapacity(_ count: Int) { holders.reserveCapacity(count) }

  /// Adds a user or room; those of an earlier program come in the order of their numbers.
  mutating func insert(_ id: ID, named name: String) {
    let key = NameKey(name)
    if holders[key] == nil {
      holders[key] = id
    } else {
      namesakes[key, default: []].append(Namesake(name: name, id: id))
    }
  }

  /// Frees a name. Where others have one that is like it, the oldest is found by all spellings from then on.
  mutating func remove(_ name: String) {
    let key = NameKey(name)
    guard var others = namesakes[key] else {
      holders[key] = nil
      return
    }
    if let place = others.firstIndex(where: { $0.name == name }) {
      others.remove(at: place)
    } else {
      holders[key] = others.removeFirst().id
    }
    namesakes[key] = others.isEmpty ? nil : others
  }

  /// By what the store finds somebody, or nil where it is what every program would say: the key, with the number behind it where
  /// another one is its holder.
  fileprivate func storedKey(of id: ID, named name: String) -> String? {
    let key = NameKey(name)
    guard holders[key] == id else { return "\(key.folded)\u{1}\(id.number)" }
    return name.utf8.allSatisfy { $0 < 0x80 } ? nil : key.folded
  }
}

/// Keys that the store may have as another program folded them.
package struct StoredKeys: Sendable {
  package var users: [(id: UserID, key: String)] = []
  package var rooms: [(id: RoomID, key: String)] = []

  package init() {}
}

extension Engine {
  /// The keys of all names that are not of ASCII alone, or are alike.
  package var storedKeys: StoredKeys {
    var keys = StoredKeys()
    for (id, user) in zip(users.ids, users.values) where !user.isErased {
      if let key = userIDs.storedKey(of: id, named: user.name) { keys.users.append((id, key)) }
    }
    for (id, room) in zip(rooms.ids, rooms.values) where !room.isDeleted {
      if let key = roomIDs.storedKey(of: id, named: room.name) { keys.rooms.append((id, key)) }
    }
    return keys
  }
}
