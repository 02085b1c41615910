import Client

/// Carries out a load on the thread that calls `run`, and measures it.
///
/// One thread waits with epoll for all sockets, because the load generator is to cost less than the server that it measures.
package final class LoadRun {
  let plan: LoadPlan
  let say: (String) -> Void
  let address: ServerAddress
  let poller: Poller
  let connections: [LoadConnection]
  let mask: UInt32

  // MARK: What sockets need

  /// What one read takes; it grows where a frame is longer.
  var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  var openConnections = 0

  // MARK: Setting up

  /// How many connections have taken the step that is under way.
  var stepsDone = 0
  var stepTimes = LatencyHistogram()
  /// Whether a server was found behind the address.
  var wasGreeted = false
  /// Why setting up cannot go on.
  var failure: LoadFailure?

  // MARK: Measuring

  var result: LoadResult
  var check: DeliveryCheck
  let templates: [MessageTemplate]
  var schedule: Schedule?
  var isMeasuring = false
  var isSending = false
  /// When the first message was to be sent; markers count from there.
  var origin: UInt64 = 0
  var measuredFrom: UInt64 = 0
  var measuredUntil: UInt64 = 0
  /// The senders that were refused and wait before they go on.
  var paused: [Int] = []

  // MARK: Progress

  var recent = LoadResult.Traffic()
  var recentLatency = LatencyHistogram()
  var nextProgress: UInt64 = 0

  /// Looks for the server.
  ///
  /// - Parameters:
  ///   - plan: A plan without a mistake.
  ///   - say: Takes each line about the progress.
  package init(_ plan: LoadPlan, say: @escaping (String) -> Void) throws(LoadFailure) {
    let address = try ServerAddress.find(plan.endpoint)
    guard let poller = Poller() else { throw .refused("This system gives no epoll instance.") }
    let mask = UInt32.random(in: 1...UInt32.max)
    self.plan = plan
    self.say = say
    self.address = address
    self.poller = poller
    self.mask = mask
    connections = (0..<plan.connections).map { LoadConnection(number: $0) }
    result = LoadResult(of: plan)
    check = DeliveryCheck(plan)
    templates = (0..<plan.roomCount).map { room in
      MessageTemplate(room: plan.name(ofRoom: room), size: plan.size, mask: mask)
    }
  }

  deinit { buffer.deallocate() }

  /// Connects everybody, sends for as long as the plan says, waits for what is still to come, and says goodbye.
  ///
  /// - Throws: What kept the load from beginning. What goes wrong later is in the result.
  package func run() throws(LoadFailure) -> LoadResult {
    Interruption.watch()
    do throws(LoadFailure) {
      try setUp()
    } catch {
      sayGoodbye()
      throw error
    }
    isMeasuring = true
    send()
    drain()
    isMeasuring = false
    count()
    sayGoodbye()
    return result
  }

  /// Says how far it is, at most once a second.
  func sayNowAndThen(at now: UInt64, _ line: () -> String) {
    guard now >= nextProgress else { return }
    nextProgress = now + 1_000_000_000
    say(line())
  }
}
