/// Runs a regular expression over a text: all threads at once, one scalar after the other.
struct RegexMachine {
  private struct Thread {
    var place: Int
    /// Where groups begin and end, as offsets into the scalars; -1 where one has not been reached.
    var saved: [Int]
  }

  private let program: RegexProgram
  private let scalars: [Unicode.Scalar]
  /// For each instruction the last offset plus 1 at which a thread came to it: a second one there would do the same.
  private var reached: [Int]
  private var steps = 0
  private let limit: Int
  /// The threads that `follow` has still to go on with, here so that their memory is used again.
  private var waiting: [Thread] = []

  /// - Parameter limit: How many steps are made before it gives up, or a few more.
  init(_ program: RegexProgram, _ scalars: [Unicode.Scalar], limit: Int) {
    self.program = program
    self.scalars = scalars
    self.limit = limit
    reached = Array(repeating: 0, count: program.instructions.count)
  }

  /// Looks for the leftmost match.
  mutating func run(_ names: [String]) -> RegularExpression.Outcome {
    let nothingSaved = Array(repeating: -1, count: program.slots)
    var current: [Thread] = []
    var found: [Int]?
    for position in 0...scalars.count {
      // A match may begin here, unless one has begun further to the left.
      if found == nil { follow(Thread(place: 0, saved: nothingSaved), at: position, into: &current) }
      if found != nil && current.isEmpty { break }
      var next: [Thread] = []
      threads: for thread in current {
        switch program.instructions[thread.place] {
        case .match:
          // The threads behind this one are not preferred to it.
          found = thread.saved
          break threads
        case .scalar(let set):
          guard position < scalars.count, set.contains(scalars[position]) else { continue }
          let step = Thread(place: thread.place + 1, saved: thread.saved)
          follow(step, at: position + 1, into: &next)
        case .assert, .jump, .split, .save:
          // `follow` has gone through these.
          continue
        }
      }
      guard steps <= limit else { return .gaveUp }
      current = next
    }
    return found.map { .match(groups(names, $0)) } ?? .noMatch
  }

  /// Goes on to everything that a thread can reach without a scalar, what it prefers first.
  private mutating func follow(_ thread: Thread, at position: Int, into threads: inout [Thread]) {
    waiting.append(thread)
    while var thread = waiting.popLast() {
      steps += 1
      guard reached[thread.place] != position + 1 else { continue }
      reached[thread.place] = position + 1
      switch program.instructions[thread.place] {
      case .scalar, .match:
        threads.append(thread)
      case .assert(let assertion):
        guard assertion.holds(scalars, at: position) else { continue }
        thread.place += 1
        waiting.append(thread)
      case .jump(let place):
        thread.place = place
        waiting.append(thread)
      case .split(let first, let second):
        waiting.append(Thread(place: second, saved: thread.saved))
        waiting.append(Thread(place: first, saved: thread.saved))
      case .save(let slot):
        thread.saved[slot] = position
        thread.place += 1
        waiting.append(thread)
      }
    }
  }

  private func groups(_ names: [String], _ saved: [Int]) -> [String: String] {
    var groups: [String: String] = [:]
    for (number, name) in names.enumerated() {
      let (start, end) = (saved[2 * number], saved[2 * number + 1])
      guard start >= 0, end >= start else { continue }
      groups[name] = String(String.UnicodeScalarView(scalars[start..<end]))
    }
    return groups
  }
}
