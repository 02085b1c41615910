import Glibc

/// How long something took.
struct Timing {
  /// By the clock on the wall.
  let seconds: Double
  /// The time that this process was computing.
  let processorSeconds: Double

  /// How much of one processor the work had; nothing that is measured here waits or uses more than one.
  var processorShare: Double { processorSeconds / seconds }

  /// Runs the body and measures it.
  static func of(_ body: () throws -> Void) rethrows -> Timing {
    let start = now
    try body()
    return start.elapsed
  }

  /// Runs a body that waits for something and measures it.
  static func ofTask(_ body: () async throws -> Void) async rethrows -> Timing {
    let start = now
    try await body()
    return start.elapsed
  }

  /// What the clocks show.
  private static var now: Timing {
    Timing(seconds: reading(CLOCK_MONOTONIC), processorSeconds: reading(CLOCK_PROCESS_CPUTIME_ID))
  }

  private var elapsed: Timing {
    let now = Self.now
    return Timing(seconds: now.seconds - seconds, processorSeconds: now.processorSeconds - processorSeconds)
  }

  private static func reading(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
