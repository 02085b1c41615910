import Foundation
import Synchronization

/// The signals that interrupt a run: the first lets it end in order, with its reports, and a second one ends it at once.
enum RunSignals {
  /// Takes SIGINT, SIGTERM and SIGHUP from now on; the last only where it is not ignored, as below `nohup`.
  static func take() {
    // What is global is made when it is first used, and that must not be in a handler.
    _ = (firstSignal.load(ordering: .relaxed), firstNanoseconds.load(ordering: .relaxed))
    // Who reads the output may go before the reports are written.
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGINT, note)
    _ = signal(SIGTERM, note)
    // `SIG_IGN` is 1, and no function that could be compared.
    if unsafeBitCast(signal(SIGHUP, note), to: Int.self) == 1 { _ = signal(SIGHUP, SIG_IGN) }
  }

  /// Lets the signals end the process again, as for a question at a terminal.
  static func leave() {
    for number in [SIGINT, SIGTERM, SIGHUP] { _ = signal(number, SIG_DFL) }
  }

  /// The signal that came first, or nil where none has.
  static var received: Int32? {
    let number = firstSignal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}

private let firstSignal = Atomic<Int32>(0)
private let firstNanoseconds = Atomic<Int64>(0)

/// The handler, which may do no more than what is safe in one.
private let note: @convention(c) (Int32) -> Void = { number in
  // What comes this soon after the first signal is the same one, sent to the process and to its group.
  let echoNanoseconds: Int64 = 300_000_000
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  if firstNanoseconds.compareExchange(expected: 0, desired: now, ordering: .relaxed).exchanged {
    firstSignal.store(number, ordering: .relaxed)
  } else if now - firstNanoseconds.load(ordering: .relaxed) > echoNanoseconds {
    signal(number, SIG_DFL)
    raise(number)
  }
}
