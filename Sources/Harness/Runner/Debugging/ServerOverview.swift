import Engine
import Host
import ScenarioLanguage
import Wire

/// The state of a simulated server for a person to read: who is connected, the rooms, and who has talked to whom.
struct ServerOverview {
  private let engine: Engine
  private let simulator: Simulator

  /// What there is to say of a server that does not run.
  static let whenDown = "the server is down; try ! restart"

  /// Nil while the server is down.
  init?(of simulator: Simulator) {
    guard let host = simulator.host else { return nil }
    (self.simulator, engine) = (simulator, host.engine)
  }

  /// Counts, sessions and pairs.
  var lines: [String] {
    let counts = engine.counts
    return ["users \(counts.users), rooms \(counts.rooms), messages \(counts.messages), all that ever were"]
      + section("sessions:", clients + detachedSessions) + section("private messages:", talks)
  }

  /// Each room with its users, its newest seq and its rules.
  var rooms: [String] {
    let rooms = engine.rulings.filter { (try? engine.room(named: engine.name(of: $0.room))) == $0.room }
    let lines = rooms.flatMap { ruling -> [String] in
      let room = ruling.room
      let head = "\(engine.name(of: room)): seq \(engine.newestSeq(at: .room(room))), \(people(in: room))"
      return [head] + ruling.decisions.compactMap { words(for: $0) }.map { "  \($0)" }
    }
    return lines.isEmpty ? ["there is no room"] : lines
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [title] + lines.map { "  \($0)" }
  }

  /// Those who take part, each with the rooms that its session is in.
  private var clients: [String] {
    simulator.participants.map { client in
      guard let connection = simulator.connectionID(of: client.name),
        let session = engine.sessionSummary(on: connection)
      else { return "\(client.name) is not connected" }
      let reading = client.isStalled ? " and does not read" : ""
      let frames = client.session.map { ", \($0.received) frames received" } ?? ""
      return "\(client.name) is connected\(reading), \(places(of: session))\(frames)"
    }
  }

  /// The sessions that were cut and can be resumed.
  private var detachedSessions: [String] {
    engine.sessionSummaries.filter { $0.connection == nil }.map { session in
      "a session of \(session.user ?? "a guest") was cut and can be resumed, \(places(of: session))"
    }
  }

  private func places(of session: SessionSummary) -> String {
    session.rooms.isEmpty ? "in no room" : "in " + session.rooms.map(\.room).joined(separator: ", ")
  }

  private func people(in room: RoomID) -> String {
    let users = engine.users(in: room).map { engine.name(of: $0) }
    let name = engine.name(of: room)
    let guests = engine.sessionSummaries.count { session in
      session.user == nil && session.rooms.contains { $0.room == name }
    }
    let more = engine.online(in: room) - users.count
    return (users.isEmpty ? "no users" : "users " + users.joined(separator: ", "))
      + (more > 0 ? " and \(more) more" : "") + (guests > 0 ? ", guests \(guests)" : "")
  }

  /// The pairs of those who take part that have talked, with the seq of their newest message.
  private var talks: [String] {
    let users = simulator.participants.compactMap { engine.userID(of: $0.user) }.withoutRepetitions
    return users.indices.flatMap { index -> [String] in
      users[(index + 1)...].compactMap { other -> String? in
        let seq = engine.newestSeq(at: .pair(Pair(users[index], other)))
        return seq == 0 ? nil : "\(engine.name(of: users[index])) and \(engine.name(of: other)): seq \(seq)"
      }
    }
  }

  /// What was decided about a room, in words; nil where it says what holds of any.
  private func words(for decision: RoomDecision) -> String? {
    switch decision {
    case .owner(let user): user.map { "owner \(engine.name(of: $0))" }
    case .topic(let topic): topic.isEmpty ? nil : "topic \(ScenarioText.quoted(topic))"
    case .inviteOnly(let isSo): isSo ? "invite-only" : nil
    case .unlisted(let isSo): isSo ? "unlisted" : nil
    case .usersOnly(let isSo): isSo ? "closed to guests" : nil
    case .relation(_, _, nil): nil
    case .relation(let relation, let user, let value?):
      switch relation {
      case .moderator: "moderator \(engine.name(of: user))"
      case .banned: "banned \(engine.name(of: user))"
      case .muted:
        "muted \(engine.name(of: user)) until \(Timestamp.text(of: Instant(milliseconds: value)))"
      case .invited: "invited \(engine.name(of: user))"
      }
    }
  }
}
