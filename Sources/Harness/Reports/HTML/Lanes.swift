import Harness
import ScenarioLanguage

/// A transcript put into lanes, one for each who takes part, and into steps: what was done, with what it led to.
struct Lanes {
  /// One who takes part.
  struct Lane: Equatable {
    let name: String
    let isBot: Bool
  }

  /// A row of the lanes.
  struct Step: Equatable {
    /// The place of what was done. Nil where only its effects are known here: it is further up, or not known at all.
    var head: Int?
    /// The places of what it led to, in the order in which that arrived.
    var effects: [Int] = []
    /// The place of what led to it, where that is no part of this step.
    var cause: Int?

    /// The place of the first entry that is shown in it.
    var first: Int { head ?? effects[0] }
  }

  private(set) var lanes: [Lane] = []
  private(set) var steps: [Step] = []
  private var indices: [String: Int] = [:]

  init(_ transcript: Transcript) {
    /// The steps that effects still go into, by the places of their causes.
    var open: [Int: Int] = [:]
    func begin(_ place: Int) {
      open = [place: steps.count]
      steps.append(Step(head: place))
    }
    let causes = Set(transcript.entries.compactMap(\.cause))
    for (place, entry) in transcript.entries.enumerated() {
      switch entry.kind {
      case .arrived(let name, let isBot):
        add(name, isBot: isBot)
        // Who comes and hears nothing of it needs no row.
        if causes.contains(place) { begin(place) }
      case .section, .time, .fault: begin(place)
      case .sent(let name, _):
        add(name)
        // What a bot sends belongs to the instant that made it speak, whose other effects may still be to come.
        if entry.cause == nil { open.removeAll() }
        open[place] = steps.count
        steps.append(Step(head: place, cause: entry.cause))
      case .received(let name, _):
        add(name)
        if let cause = entry.cause, let step = open[cause] {
          steps[step].effects.append(place)
        } else if entry.cause == nil, let last = steps.last, last.head == nil, last.cause == nil {
          steps[steps.count - 1].effects.append(place)
        } else {
          if let cause = entry.cause { open[cause] = steps.count }
          steps.append(Step(effects: [place], cause: entry.cause))
        }
      }
    }
  }

  /// The lane of a name, from 0.
  func index(of name: String) -> Int { indices[name] ?? 0 }

  private mutating func add(_ name: String, isBot: Bool = false) {
    guard indices[name] == nil else { return }
    indices[name] = lanes.count
    lanes.append(Lane(name: name, isBot: isBot))
  }
}
