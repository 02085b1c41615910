import ScenarioLanguage
import Wire

/// Gives the events of clients to the lines of an `any` block, each event to one line that it matches.
///
/// A client's events are taken in the order in which they came. All lines that are not optional need an event; the search goes back over
/// what it has tried until they have one, because an event may fit several lines, and a name that one line binds may be what another one
/// needs. The same lines and events always give the same assignment: lines that need an event come before optional ones, and earlier
/// lines before later ones.
struct BlockAssignment {
  /// A line of the block, for one of its clients.
  struct Line {
    let client: String
    let pattern: Pattern
    let isOptional: Bool
  }

  /// An unread event.
  struct Event {
    let json: JSON
    /// Whether it may come without a line for it.
    let isIgnored: Bool
  }

  /// An event, by its place among those of its client, and the line that takes it.
  struct Taking: Hashable {
    let line: Int
    let event: Int
  }

  /// How far the assignment comes.
  enum Outcome: Equatable {
    /// The next event of this client fits none of the lines that are left.
    case stuck(String)
    /// All events have a line, and this client's lines need more of them.
    case waiting(String)
    /// All lines that need an event have one.
    case complete
    /// The limit of attempts was reached.
    case gaveUp

    fileprivate var rank: Int {
      switch self {
      case .stuck: 0
      case .waiting: 1
      case .complete: 2
      case .gaveUp: 3
      }
    }
  }

  /// A point of the search.
  private struct Node {
    /// The lines that have an event, and what else is the same for whatever way led here.
    struct Key: Hashable {
      var isTaken: [Bool]
      /// For each client the place of its next event.
      var next: [Int]
      var isDone: [Bool]
      var bindings: [String: JSON]
    }

    var key: Key
    var takings: [Taking] = []
    /// The first client that needs more events.
    var waiting: Int?
  }

  /// How far the best assignment comes.
  private(set) var outcome: Outcome = .stuck("")
  /// The assignment itself.
  private(set) var takings: [Taking] = []
  /// What names stand for with it.
  private(set) var bindings: [String: JSON]

  private let lines: [Line]
  private let clients: [String]
  private let events: [[Event]]
  private var attempts = 0
  private var hasFound = false

  /// Looks for the best assignment: a complete one, or else one that waits for more, or else one that is stuck late.
  init(_ lines: [Line], events: [String: [Event]], bindings: [String: JSON]) {
    self.lines = lines
    self.bindings = bindings
    var clients: [String] = []
    for line in lines where !clients.contains(line.client) { clients.append(line.client) }
    self.clients = clients
    self.events = clients.map { events[$0] ?? [] }
    search()
  }

  private mutating func search() {
    var seen: Set<Node.Key> = []
    let start = Node.Key(
      isTaken: lines.map { _ in false }, next: clients.map { _ in 0 }, isDone: clients.map { _ in false },
      bindings: bindings)
    var open = [Node(key: start)]
    while let node = open.popLast() {
      guard seen.insert(node.key).inserted else { continue }
      guard let client = clients.indices.first(where: { !node.key.isDone[$0] }) else {
        note(node, node.waiting.map { Outcome.waiting(clients[$0]) } ?? .complete)
        if outcome == .complete { return }
        continue
      }
      attempts += 1
      guard attempts <= ScenarioLimits.blockAttempts else {
        note(node, .gaveUp)
        return
      }
      let next = steps(from: node, of: client)
      if next.isEmpty { note(node, .stuck(clients[client])) }
      open += next.reversed()
    }
  }

  /// Where the search can go on from a node, what is preferred first.
  private func steps(from node: Node, of client: Int) -> [Node] {
    let left = lines.indices.filter { !node.key.isTaken[$0] && lines[$0].client == clients[client] }
    let needed = left.filter { !lines[$0].isOptional }
    var done = node
    done.key.isDone[client] = true
    let place = node.key.next[client]
    guard !left.isEmpty, place < events[client].count else {
      if !needed.isEmpty { done.waiting = node.waiting ?? client }
      return [done]
    }
    let event = events[client][place]
    var steps: [Node] = []
    var tried: [Pattern] = []
    for index in needed + left.filter({ lines[$0].isOptional }) {
      let pattern = lines[index].pattern
      // Which of two equal lines takes an event makes no difference.
      guard !tried.contains(where: { $0.asksForTheSame(as: pattern) }) else { continue }
      tried.append(pattern)
      var step = node
      guard pattern.match(event.json, bindings: &step.key.bindings) == nil else { continue }
      step.key.isTaken[index] = true
      step.key.next[client] += 1
      step.takings.append(Taking(line: index, event: place))
      steps.append(step)
    }
    if event.isIgnored {
      var passing = node
      passing.key.next[client] += 1
      steps.append(passing)
    } else if needed.isEmpty {
      steps.append(done)
    }
    return steps
  }

  private mutating func note(_ node: Node, _ outcome: Outcome) {
    let isBetter =
      (outcome.rank, node.takings.count) > (self.outcome.rank, hasFound ? takings.count : -1)
    guard isBetter else { return }
    hasFound = true
    self.outcome = outcome
    takings = node.takings
    bindings = node.key.bindings
  }
}

extension Pattern {
  /// Whether two lines, wherever they stand, match the same events and bind the same names.
  fileprivate func asksForTheSame(as other: Pattern) -> Bool {
    eventType == other.eventType && isExact == other.isExact && fields.count == other.fields.count
      && zip(fields, other.fields).allSatisfy { $0.name == $1.name && $0.matcher == $1.matcher }
  }
}
