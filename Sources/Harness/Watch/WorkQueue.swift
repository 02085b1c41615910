/// Which files wait to be run: what changed last comes first.
package struct WorkQueue: Sendable {
  /// One running of a file. A later one of the same file makes it outdated.
  package struct Ticket: Hashable, Sendable {
    package let file: String
    fileprivate let number: Int
  }

  private var waiting: [String] = []
  private var running: Set<Ticket> = []
  private var newest: [String: Int] = [:]

  package init() {}

  /// Whether nothing waits and nothing runs.
  package var isIdle: Bool { waiting.isEmpty && running.isEmpty }

  /// Has files run before all that wait; what runs of them already is outdated.
  package mutating func put(_ files: [String]) {
    let added = Set(files)
    for file in added { newest[file, default: 0] += 1 }
    waiting = files + waiting.filter { !added.contains($0) }
  }

  /// Has files not run, because they are gone.
  package mutating func drop(_ files: [String]) {
    let gone = Set(files)
    for file in gone { newest[file, default: 0] += 1 }
    waiting.removeAll { gone.contains($0) }
  }

  /// The next file, which runs from now on; nil where none waits.
  package mutating func take() -> Ticket? {
    guard !waiting.isEmpty else { return nil }
    let file = waiting.removeFirst()
    let ticket = Ticket(file: file, number: newest[file] ?? 0)
    running.insert(ticket)
    return ticket
  }

  /// A file has been run; says whether its results count, which those of an outdated ticket do not.
  package mutating func finish(_ ticket: Ticket) -> Bool {
    running.remove(ticket)
    return newest[ticket.file] == ticket.number
  }
}
