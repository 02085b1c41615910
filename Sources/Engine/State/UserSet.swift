/// Users, each once and in the order of their numbers, so that equal sets have equal bytes.
struct UserSet: Hashable, Sendable {
  private(set) var users: [UserID]

  init(_ users: [UserID] = []) {
    self.users = users
  }

  var count: Int { users.count }
  var isEmpty: Bool { users.isEmpty }

  func contains(_ user: UserID) -> Bool {
    let place = place(of: user)
    return place < users.count && users[place] == user
  }

  mutating func insert(_ user: UserID) {
    if !contains(user) { users.insert(user, at: place(of: user)) }
  }

  mutating func remove(_ user: UserID) {
    if contains(user) { users.remove(at: place(of: user)) }
  }

  /// Where the user is, or would be.
  private func place(of user: UserID) -> Int {
    var (low, high) = (0, users.count)
    while low < high {
      let middle = (low + high) / 2
      if users[middle] < user { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
