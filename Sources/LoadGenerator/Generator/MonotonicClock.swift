#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The clock by which a load is measured, in nanoseconds.
enum MonotonicClock {
  /// The time since some moment in the past.
  static var now: UInt64 { nanoseconds(of: CLOCK_MONOTONIC) }

  /// How much time of processors this process has used.
  static var processorTime: UInt64 { nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) }

  private static func nanoseconds(of clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
