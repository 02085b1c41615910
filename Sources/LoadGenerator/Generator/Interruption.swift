import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

private let interruptions = Atomic<Int>(0)

/// What Ctrl-C means during a load: the first ends the sending, the second the waiting for what is still to come.
enum Interruption {
  /// How often the process was interrupted since `watch`.
  static var count: Int { interruptions.load(ordering: .relaxed) }

  /// Counts SIGINT and SIGTERM from now on, instead of ending with them.
  static func watch() {
    interruptions.store(0, ordering: .relaxed)
    let handler: @convention(c) (Int32) -> Void = { _ in
      _ = interruptions.add(1, ordering: .relaxed)
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
  }
}
