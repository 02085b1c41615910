import DequeModule
import Engine
import Harness
import Host
import ScenarioLanguage
import Wire

/// Plays a recording in the simulator, and writes each move down with what the clients receive of it.
struct RecordingStage {
  private let simulator: Simulator
  private let names: [String]
  private(set) var lines: [String] = []
  /// What was left out, for whoever asked for the recording.
  private(set) var leftOut: [String] = []
  /// The types of the events that came.
  private(set) var types: Set<String> = []
  /// What each session received, without `ready` and the closing of its connection.
  private(set) var received: [String: [String]] = [:]
  private var used: Set<String> = []
  /// How much time passes before the next move.
  private var waiting: Int64 = 0
  private var last: Int64?
  /// Whether time passed after which nothing was expected yet.
  private var timeIsUnobserved = false

  /// Lets users and guests arrive as a scenario with this header does.
  init(users: [String], guests: [String], limits: Limits) throws(Simulator.Failure) {
    simulator = try Simulator(configuration: Configuration(limits: limits, clock: .virtual))
    for user in users { try simulator.addUser(user) }
    for guest in guests { try simulator.addGuest(guest) }
    names = users + guests
  }

  /// Makes a move. One that the simulator cannot make is left out and named.
  mutating func play(_ timed: TimedMove) {
    if timed.milliseconds != .min {
      waiting += max(0, timed.milliseconds - (last ?? timed.milliseconds))
      last = max(timed.milliseconds, last ?? timed.milliseconds)
    }
    switch timed.move {
    case .comment(let text): leaveOut(text)
    case .section(let title): lines.append("== \(title)")
    case .send(let name, let frame):
      attempt("\(name) \(frame.text)", by: [name]) { simulator throws(Simulator.Failure) in
        try simulator.send(frame.sent, from: name)
      }
    case .cut(let name):
      guard isConnected(name) else { return }
      attempt("! cut \(name)", by: [name]) { simulator throws(Simulator.Failure) in try simulator.cut(name) }
    case .close(let name):
      // Where the server has closed the connection here too, there is nothing left to do.
      guard isConnected(name) else { return }
      attempt("! close \(name)", by: [name]) { simulator throws(Simulator.Failure) in
        try simulator.close(name)
      }
    case .comeBack(let name):
      guard !isConnected(name) else { return }
      attempt("! return \(name)", by: [name]) { simulator throws(Simulator.Failure) in
        try simulator.return(name)
      }
    case .takePlace(let guest, let user): takePlace(of: guest, by: user)
    case .restart:
      attempt("! restart", by: []) { simulator throws(Simulator.Failure) in try simulator.restart() }
    }
  }

  /// Says of everyone of whom nothing was said yet that nothing came.
  mutating func finish() {
    // Time after which nothing happens may as well not pass.
    waiting = 0
    for name in names where !used.contains(name) { lines.append("\(name) < nothing") }
    if timeIsUnobserved, let name = names.first { lines.append("\(name) < nothing") }
  }

  // MARK: Moves

  private func isConnected(_ name: String) -> Bool {
    (try? simulator.participant(name))?.isConnected ?? false
  }

  private mutating func leaveOut(_ text: String) {
    lines.append("# left out: \(text)")
    leftOut.append(text)
  }

  private mutating func takePlace(of guest: String, by user: String) {
    let connection = simulator.connectionID(of: guest)
    let rooms = connection.flatMap { simulator.host?.engine.sessionSummary(on: $0)?.rooms.map(\.room) } ?? []
    play(TimedMove(milliseconds: .min, move: .close(guest)))
    for room in rooms {
      play(TimedMove(milliseconds: .min, move: .send(user, .line("/join \(room)"))))
    }
  }

  private mutating func attempt(
    _ line: String, by names: [String], _ body: (Simulator) throws(Simulator.Failure) -> Void
  ) {
    passTime()
    do throws(Simulator.Failure) {
      try body(simulator)
    } catch {
      return leaveOut("\(line.prefix(60)): \(error.message)")
    }
    lines.append(line)
    used.formUnion(names)
    expectWhatCame()
  }

  private mutating func passTime() {
    guard waiting > 0 else { return }
    let distance = waiting
    waiting = 0
    do throws(Simulator.Failure) {
      try simulator.advance(byMilliseconds: distance)
    } catch {
      return leaveOut("\(distance) ms: \(error.message)")
    }
    lines.append("+\(ConsoleReport.duration(distance, withDays: true))")
    timeIsUnobserved = true
    expectWhatCame()
  }

  // MARK: Expectations

  /// Writes down what came, in the order in which it came; what several received alike one after the other is one line.
  private mutating func expectWhatCame() {
    var arrived: [(serial: Int, name: String, text: String)] = []
    for client in simulator.participants {
      while let arrival = client.takeUnread() {
        types.insert(arrival.frame.type)
        let text = RecordedExpectation.text(of: arrival.frame.json)
        arrived.append((arrival.serial, client.name, text))
        if !["hello", "ready", "closed"].contains(arrival.frame.type) {
          received[client.name, default: []].append(text)
        }
      }
    }
    arrived.sort { $0.serial < $1.serial }
    var groups: [(names: [String], text: String)] = []
    for (_, name, text) in arrived {
      if let group = groups.last, group.text.utf8.elementsEqual(text.utf8), !group.names.contains(name) {
        groups[groups.count - 1].names.append(name)
      } else {
        groups.append(([name], text))
      }
    }
    for group in groups {
      lines.append("\(group.names.joined(separator: ", ")) < \(group.text)")
      used.formUnion(group.names)
      timeIsUnobserved = false
    }
  }
}
