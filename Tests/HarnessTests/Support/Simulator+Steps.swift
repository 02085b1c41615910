import Engine
import Harness
import ScenarioLanguage
import Wire

extension Simulator {
  /// A simulation in which these users have logged in.
  static func with(_ users: String..., limits: Limits = Limits()) throws -> Simulator {
    let simulator = try Simulator(configuration: Configuration(limits: limits, clock: .virtual))
    for user in users { try simulator.addUser(user) }
    return simulator
  }

  /// A user sends a line as a person types it.
  func type(_ line: String, as name: String) throws {
    try send(Self.frame(of: line), from: name)
  }

  /// The frame of a line that a person types.
  static func frame(of line: String) -> [UInt8] {
    JSON.object([.init("type", .string("line")), .init("line", .string(line))]).bytes
  }

  /// Takes out what has arrived at a client, as scenario text.
  func inbox(_ name: String) throws -> [String] {
    let client = try participant(name)
    defer { client.unread.removeAll() }
    return client.unread.map { ScenarioText.event($0.frame.json) }
  }

  /// Takes out what has arrived at a client, each event without what is not in question: its type and its message.
  func heard(_ name: String) throws -> [String] {
    let client = try participant(name)
    defer { client.unread.removeAll() }
    return client.unread.map { arrival in
      guard case .string(let message)? = arrival.frame.json["message"] else { return arrival.frame.type }
      return "\(arrival.frame.type) \(message)"
    }
  }

  /// Lets users join a room, and reads what that tells everyone.
  func gather(_ names: String..., in room: String = "lobby") throws {
    for name in names { try type("/join \(room)", as: name) }
    for name in names { _ = try inbox(name) }
  }
}
