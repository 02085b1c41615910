import Engine
import Wire

/// What the proxy knows of the server and of everyone connected to it.
final class World {
  /// Whether the server began with a database that was there already.
  let isRestarted: Bool
  /// The connections that are WebSockets, in the order in which they came.
  var lines: [Line] = []
  /// Whose each token is.
  var owners: [String: String] = [:]
  /// The rooms that each session is in, by its secret name.
  var rooms: [String: [String]] = [:]
  /// The limits that were asked for, which `hello` goes on telling.
  var toldLimits: [String: Int]
  /// Differs from one process to the next.
  let nonce = String(UInt64.random(in: 0 ... .max), radix: 36)

  init(isRestarted: Bool, toldLimits: [String: Int]) {
    (self.isRestarted, self.toldLimits) = (isRestarted, toldLimits)
  }

  /// The clients, without the operator.
  var clients: [Line] { lines.filter { !$0.isOperator } }

  /// The limit that `hello` tells.
  func toldLimit(_ name: String) -> Int {
    if let told = toldLimits[name] { return told }
    return Limit(named: name)?.definition.usual ?? 0
  }

  /// The connections that this user is logged in on.
  func lines(of user: String?) -> [Line] { clients.filter { $0.user != nil && $0.user == user } }

  /// The connections of everybody in a room.
  func lines(in room: String?) -> [Line] { clients.filter { line in line.rooms.contains { $0 == room } } }

  /// Tells the others in a room of what a user does.
  func tell(_ type: String, of user: String, in room: String) {
    for other in lines(in: room) where other.user != user {
      other.tell(Frame(type, ["room": .string(room), "user": .string(user)]))
    }
  }

  /// All clients but those of this line's user.
  func strangers(to line: Line) -> [Line] {
    clients.filter { $0 !== line && ($0.user == nil || $0.user != line.user) && $0.isVerbatim }
  }

  /// A name that nobody has yet.
  func guestName() -> String {
    let name = "somebody-\(owners.count)"
    owners[name] = name
    return name
  }
}
