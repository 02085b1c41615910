/// Greets each user who comes into a room where it is; again only once they were away.
public struct GreeterBot: Bot {
  private struct Guest: Hashable {
    let room: String
    let user: String
  }

  /// Who is there and was greeted, or was there first.
  private var known: Set<Guest> = []

  /// A greeter that knows nobody yet.
  public init() {}

  /// Says hello to newcomers.
  public mutating func handle(_ event: BotEvent, in context: inout BotContext) -> [BotAction] {
    switch event {
    case .joined(let room, let users):
      known = known.filter { $0.room != room }
      known.formUnion(users.map { Guest(room: room, user: $0) })
      return []
    case .userJoined(let room, let user):
      let isNew = known.insert(Guest(room: room, user: user)).inserted
      return isNew && user != context.user ? [.say("Welcome to \(room), \(user)!", room: room)] : []
    case .userLeft(let room, let user):
      known.remove(Guest(room: room, user: user))
      return []
    default:
      return []
    }
  }
}
