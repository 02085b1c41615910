/// Who runs the turns, as a value: what happens goes in, and what is to be done comes out.
///
/// It knows nothing of threads, locks and event loops, so that a test can play every order in which things happen. Whoever holds it
/// changes it under a lock, and carries out the action of a change before the next one.
///
///     var scheduler = TurnScheduler<Arrival, any EventLoop>()
///     scheduler.hasRun(areShort: nil)   // .setTimer: the thread has nothing to do
///     scheduler.add(first, on: loop)    // .run(on: loop)
///     scheduler.add(second, on: other)  // .nothing
///     scheduler.takeForLoop()           // [first, second]
///     scheduler.hasRun(areShort: true)  // .setTimer
struct TurnScheduler<Arrival, Loop> {
  /// What has to be done after a change.
  enum Action {
    case nothing
    /// Has an event loop take what waits, after all that its sockets have for it.
    case run(on: Loop)
    case wakeThread
    /// Nobody runs turns any more, so that somebody has to be woken when something falls due.
    case setTimer
  }

  /// What the thread has to do.
  enum ThreadStep {
    case run([Arrival])
    case wait
    case end
  }

  private enum Runner {
    /// Nothing waits, and whoever brings the next arrival has it run.
    case nobody
    case eventLoop
    case thread
  }

  /// What arrived and nobody has begun with.
  private var inbox: [Arrival] = []
  /// Who runs the turns now; the thread begins.
  private var runner = Runner.thread
  private(set) var isStopping = false
  /// Whether something waits that may take long, so that no event loop begins with it.
  private var needsThread = false
  /// Whether an event loop may wait for the next turn.
  private var hasShortTurns = true

  /// How much waits.
  var count: Int { inbox.count }

  // MARK: - What happens anywhere

  /// Something arrived.
  ///
  /// - Parameter loop: The event loop that it came by; nil where it came by none, or by one that may not run turns.
  mutating func add(_ arrival: Arrival, on loop: Loop?) -> Action {
    inbox.append(arrival)
    guard runner == .nobody else { return .nothing }
    if let loop, hasShortTurns {
      runner = .eventLoop
      return .run(on: loop)
    }
    runner = .thread
    return .wakeThread
  }

  /// Something arrived that may take long.
  mutating func addForThread(_ arrival: Arrival) -> Action {
    needsThread = true
    return add(arrival, on: nil)
  }

  /// The thread is to end when it has run what has arrived.
  mutating func stop() -> Action {
    isStopping = true
    guard runner == .nobody else { return .nothing }
    runner = .thread
    return .wakeThread
  }

  // MARK: - What happens to whoever runs turns

  /// An event loop comes to run what waits; that is nothing where it is the thread's.
  mutating func takeForLoop() -> [Arrival] { needsThread ? [] : takeAll() }

  /// What the thread has to do, asked again whenever it was woken.
  mutating func nextForThread() -> ThreadStep {
    guard runner == .thread else { return .wait }
    guard !inbox.isEmpty else { return isStopping ? .end : .wait }
    needsThread = false
    return .run(takeAll())
  }

  /// Whoever ran turns is done. What came meanwhile is the thread's: a loop that gave itself the next turn at once would not get
  /// back to its sockets.
  ///
  /// - Parameter areShort: Whether turns keep an event loop for a short time only; nil where nothing was learnt of that.
  mutating func hasRun(areShort: Bool?) -> Action {
    if let areShort { hasShortTurns = areShort }
    guard inbox.isEmpty, !isStopping else {
      defer { runner = .thread }
      return runner == .thread ? .nothing : .wakeThread
    }
    runner = .nobody
    return .setTimer
  }

  private mutating func takeAll() -> [Arrival] {
    defer { inbox = [] }
    return inbox
  }
}
