/// A regular expression as instructions for `RegexMachine`.
struct RegexProgram: Sendable {
  /// What a thread of the machine does next.
  enum Instruction: Sendable {
    /// It reads one scalar, or ends.
    case scalar(ScalarSet)
    /// It goes on where this holds, or ends.
    case assert(RegexAssertion)
    case jump(Int)
    /// It becomes two threads, of which the first is preferred.
    case split(Int, Int)
    /// It notes where it is in the text.
    case save(Int)
    case match
  }

  private(set) var instructions: [Instruction] = []
  /// How many places in the text are noted: two for each named group.
  let slots: Int
  private var parts = 0

  init(_ node: RegexNode, groups: Int) throws(RegularExpression.Problem) {
    slots = 2 * groups
    try compile(node)
    instructions.append(.match)
  }

  private mutating func compile(_ node: RegexNode) throws(RegularExpression.Problem) {
    parts += 1
    guard parts <= ScenarioLimits.regexParts else {
      throw RegularExpression.Problem(
        "with its repetitions it has more than \(ScenarioLimits.regexParts) parts",
        remedy: "make the numbers in braces smaller")
    }
    switch node {
    case .scalar(let set): instructions.append(.scalar(set))
    case .assertion(let assertion): instructions.append(.assert(assertion))
    case .sequence(let nodes):
      for node in nodes { try compile(node) }
    case .choice(let branches): try compile(branches)
    case .capture(let number, let inside):
      instructions.append(.save(2 * number))
      try compile(inside)
      instructions.append(.save(2 * number + 1))
    case .repeated(let inside, let least, let most, let isLazy):
      for _ in 0..<least { try compile(inside) }
      if let most {
        var starts: [Int] = []
        for _ in least..<most {
          starts.append(instructions.count)
          instructions.append(.match)
          try compile(inside)
        }
        for start in starts { split(at: start, around: start + 1, isLazy: isLazy) }
      } else {
        let start = instructions.count
        instructions.append(.match)
        try compile(inside)
        instructions.append(.jump(start))
        split(at: start, around: start + 1, isLazy: isLazy)
      }
    }
  }

  private mutating func compile(_ branches: [RegexNode]) throws(RegularExpression.Problem) {
    var jumps: [Int] = []
    for branch in branches.dropLast() {
      let start = instructions.count
      instructions.append(.match)
      try compile(branch)
      jumps.append(instructions.count)
      instructions.append(.match)
      instructions[start] = .split(start + 1, instructions.count)
    }
    if let last = branches.last { try compile(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  /// Lets a thread go into what starts at a place, or past all that was compiled.
  private mutating func split(at place: Int, around inside: Int, isLazy: Bool) {
    let end = instructions.count
    instructions[place] = isLazy ? .split(end, inside) : .split(inside, end)
  }
}
