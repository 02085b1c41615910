import Testing

@testable import Server

/// Each test is a transcript: what happens, and what is to be done then.
@Suite struct `Who runs the turns` {
  private var turns = Turns()

  @Test mutating func `is nobody, once the thread has found nothing to do`() {
    turns.play(
      (.threadAsks, "wait"),
      (.hasRun(short: nil), "set timer"),
      (.threadAsks, "wait"))
  }

  @Test mutating func `is the event loop that the first message came by, at the end of its tick`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.arrived("a", loop: 1), "run on loop 1"), (.arrived("b", loop: 2), ""), (.arrived("c"), ""),
      (.threadAsks, "wait"),
      (.loopTakes, "a b c"),
      (.hasRun(short: true), "set timer"),
      (.arrived("d", loop: 2), "run on loop 2"))
  }

  @Test mutating func `is the thread for what comes meanwhile, so that the loop gets back to its sockets`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.arrived("a", loop: 1), "run on loop 1"),
      (.loopTakes, "a"),
      (.arrived("b", loop: 1), ""),
      (.hasRun(short: true), "wake thread"),
      (.arrived("c", loop: 1), ""),
      (.threadAsks, "run b c"),
      (.arrived("d", loop: 1), ""),
      (.hasRun(short: true), ""),
      (.threadAsks, "run d"),
      (.hasRun(short: true), "set timer"),
      (.arrived("e", loop: 1), "run on loop 1"))
  }

  @Test mutating func `is the thread for what came before it was started`() {
    turns.play(
      (.arrived("a", loop: 1), ""),
      (.hasRun(short: nil), ""),
      (.threadAsks, "run a"))
  }

  @Test mutating func `is the thread for what comes by no event loop`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.arrived("a"), "wake thread"),
      (.threadAsks, "run a"))
  }

  @Test mutating func `is the thread as long as turns are long, until some are short again`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.arrived("a", loop: 1), "run on loop 1"),
      (.loopTakes, "a"),
      (.hasRun(short: false), "set timer"),
      (.arrived("b", loop: 1), "wake thread"),
      (.threadAsks, "run b"),
      // Nothing was learnt of how long they take.
      (.hasRun(short: nil), "set timer"),
      (.arrived("c", loop: 1), "wake thread"),
      (.threadAsks, "run c"),
      (.hasRun(short: true), "set timer"),
      (.arrived("d", loop: 1), "run on loop 1"))
  }

  @Test mutating func `is the thread for what may take long, and for all that waits beside it`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.arrived("a", loop: 1), "run on loop 1"),
      (.arrivedForThread("long"), ""),
      (.loopTakes, ""),
      (.hasRun(short: nil), "wake thread"),
      (.threadAsks, "run a long"),
      (.hasRun(short: true), "set timer"),
      (.arrived("b", loop: 1), "run on loop 1"),
      (.loopTakes, "b"),
      (.hasRun(short: true), "set timer"),
      (.arrivedForThread("long"), "wake thread"),
      (.threadAsks, "run long"))
  }

  // MARK: - The end

  @Test mutating func `is the thread at the end, which then waits for nothing`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.stopped, "wake thread"),
      (.threadAsks, "end"))
  }

  @Test mutating func `is the thread at the end, after what has arrived and what a loop runs`() {
    turns.play(
      (.hasRun(short: nil), "set timer"),
      (.arrived("a", loop: 1), "run on loop 1"),
      (.stopped, ""),
      (.threadAsks, "wait"),
      (.loopTakes, "a"),
      (.hasRun(short: true), "wake thread"),
      (.arrived("b", loop: 1), ""),
      (.threadAsks, "run b"),
      (.hasRun(short: true), ""),
      (.threadAsks, "end"))
  }

  @Test mutating func `is the thread that ends at once where it is stopped before it was started`() {
    turns.play(
      (.stopped, ""),
      (.hasRun(short: nil), ""),
      (.threadAsks, "end"))
  }

  @Test mutating func `is known with how much waits`() {
    turns.play((.arrived("a"), ""), (.arrived("b"), ""))
    #expect(turns.scheduler.count == 2 && !turns.scheduler.isStopping)
    turns.play((.threadAsks, "run a b"), (.stopped, ""))
    #expect(turns.scheduler.count == 0 && turns.scheduler.isStopping)
  }
}

/// The turns of a server whose arrivals are words and whose event loops are numbers.
private struct Turns {
  private(set) var scheduler = TurnScheduler<String, Int>()

  enum Event {
    case arrived(String, loop: Int? = nil)
    case arrivedForThread(String)
    case stopped
    /// An event loop comes to what it was asked for.
    case loopTakes
    /// The thread was woken, or looks for the first time.
    case threadAsks
    /// Whoever ran turns is done.
    case hasRun(short: Bool?)
  }

  /// Lets things happen in order, and compares what is to be done after each.
  mutating func play(_ steps: (Event, String)..., sourceLocation: SourceLocation = #_sourceLocation) {
    for (number, (event, expected)) in steps.enumerated() {
      let done = outcome(of: event)
      #expect(done == expected, "step \(number + 1), \(event)", sourceLocation: sourceLocation)
    }
  }

  private mutating func outcome(of event: Event) -> String {
    switch event {
    case .arrived(let word, let loop): return text(scheduler.add(word, on: loop))
    case .arrivedForThread(let word): return text(scheduler.addForThread(word))
    case .stopped: return text(scheduler.stop())
    case .hasRun(let short): return text(scheduler.hasRun(areShort: short))
    case .loopTakes: return scheduler.takeForLoop().joined(separator: " ")
    case .threadAsks:
      switch scheduler.nextForThread() {
      case .run(let words): return "run " + words.joined(separator: " ")
      case .wait: return "wait"
      case .end: return "end"
      }
    }
  }

  private func text(_ action: TurnScheduler<String, Int>.Action) -> String {
    switch action {
    case .nothing: ""
    case .run(let loop): "run on loop \(loop)"
    case .wakeThread: "wake thread"
    case .setTimer: "set timer"
    }
  }
}
