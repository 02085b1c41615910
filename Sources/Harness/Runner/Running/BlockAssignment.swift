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

    fileprivate var rank: Int {
      switch self {
      case .stuck: 0
      case .waiting: 1
      case .complete: 2
      }
    }
  }

  /// A point of the search.
  private struct Node {
    var isTaken: [Bool]
    /// For each client the place of its next event.
    var next: [Int]
    var isDone: [Bool]
    var bindings: [String: JSON]
    var takings: [Taking] = []
    /// The first client that needs more events.
    var waiting: Int?
  }

  /// What is the same for all points of the search from which it goes on in the same way.
  private struct Key: Hashable {
    let isTaken: [Bool]
    let next: [Int]
    let isDone: [Bool]
    /// What the names stand for that make a difference.
    let values: [JSON?]
  }

  /// One way to go on from a point of the search.
  private enum Move {
    /// This line takes the next event.
    case take(line: Int)
    /// The next event stays without a line.
    case pass
    /// The client's lines take no more events.
    case finish
  }

  /// A point of the search, and the ways to go on from it that are left. Those before have been searched to their ends.
  private struct Frame {
    let node: Node
    let client: Int
    var moves: ArraySlice<Move>
    /// The kinds of the lines that were tried.
    var tried: Set<Int> = []
    /// Whether the search could go on.
    var goesOn = false
  }

  /// How far the best assignment comes.
  private(set) var outcome: Outcome = .stuck("")
  /// The assignment itself.
  private(set) var takings: [Taking] = []
  /// What names stand for with it.
  private(set) var bindings: [String: JSON]
  /// Whether the limit of attempts was reached, so that there may be a better one.
  private(set) var hasGivenUp = false

  private let lines: [Line]
  private let clients: [String]
  private let events: [[Event]]
  private let lineKinds: LineKinds
  private var attempts = 0
  private var hasFound = false

  /// Looks for the best assignment: a complete one, or else one that waits for more, or else one that is stuck late.
  init(_ lines: [Line], events: [String: [Event]], bindings: [String: JSON]) {
    self.lines = lines
    self.bindings = bindings
    clients = lines.map(\.client).withoutRepetitions
    self.events = clients.map { events[$0] ?? [] }
    lineKinds = LineKinds(of: lines.map(\.pattern), bound: bindings)
    search()
  }

  private mutating func search() {
    var seen: Set<Key> = []
    let start = Node(
      isTaken: lines.map { _ in false }, next: clients.map { _ in 0 }, isDone: clients.map { _ in false },
      bindings: bindings)
    var open: [Frame] = []
    enter(start, &open, &seen)
    while !hasGivenUp, outcome != .complete, let top = open.indices.last {
      if let move = open[top].moves.popFirst() {
        guard let node = node(after: move, from: &open[top]) else { continue }
        open[top].goesOn = true
        enter(node, &open, &seen)
      } else {
        let frame = open.removeLast()
        if !frame.goesOn { note(frame.node, .stuck(clients[frame.client])) }
      }
    }
  }

  /// Goes on with a point of the search, unless the search has been at one like it.
  private mutating func enter(_ node: Node, _ open: inout [Frame], _ seen: inout Set<Key>) {
    let key = Key(
      isTaken: node.isTaken, next: node.next, isDone: node.isDone,
      values: lineKinds.names.map { node.bindings[$0] })
    guard seen.insert(key).inserted else { return }
    guard let client = clients.indices.first(where: { !node.isDone[$0] }) else {
      note(node, node.waiting.map { Outcome.waiting(clients[$0]) } ?? .complete)
      return
    }
    attempts += 1
    guard attempts <= ScenarioLimits.blockAttempts else {
      hasGivenUp = true
      if !hasFound { note(node, .stuck(clients[client])) }
      return
    }
    open.append(Frame(node: node, client: client, moves: moves(from: node, of: client)[...]))
  }

  /// How the search can go on from a node, what is preferred first.
  private func moves(from node: Node, of client: Int) -> [Move] {
    let left = lines.indices.filter { !node.isTaken[$0] && lines[$0].client == clients[client] }
    let place = node.next[client]
    guard !left.isEmpty, place < events[client].count else { return [.finish] }
    let needed = left.filter { !lines[$0].isOptional }
    let takes = (needed + left.filter { lines[$0].isOptional }).map { Move.take(line: $0) }
    if events[client][place].isIgnored { return takes + [.pass] }
    return needed.isEmpty ? takes + [.finish] : takes
  }

  /// The point of the search that a move leads to, or nil where the move is not possible or is like one before it.
  private func node(after move: Move, from frame: inout Frame) -> Node? {
    let client = frame.client
    let place = frame.node.next[client]
    var node = frame.node
    switch move {
    case .take(let line):
      guard frame.tried.insert(lineKinds.kinds[line]).inserted,
        lines[line].pattern.match(events[client][place].json, bindings: &node.bindings) == nil
      else { return nil }
      node.isTaken[line] = true
      node.next[client] += 1
      node.takings.append(Taking(line: line, event: place))
    case .pass:
      node.next[client] += 1
    case .finish:
      node.isDone[client] = true
      let isComplete = lines.indices.allSatisfy {
        node.isTaken[$0] || lines[$0].isOptional || lines[$0].client != clients[client]
      }
      if !isComplete { node.waiting = node.waiting ?? client }
    }
    return node
  }

  private mutating func note(_ node: Node, _ outcome: Outcome) {
    let isBetter =
      (outcome.rank, node.takings.count) > (self.outcome.rank, hasFound ? takings.count : -1)
    guard isBetter else { return }
    hasFound = true
    self.outcome = outcome
    takings = node.takings
    bindings = node.bindings
  }
}
