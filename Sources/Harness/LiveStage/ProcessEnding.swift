/// How a process ended.
package enum ProcessEnding: Hashable, Sendable, CustomStringConvertible {
  case exited(code: Int32)
  case killed(signal: Int32)

  /// Reads what `waitpid` gives.
  init(_ raw: Int32) {
    let signal = raw & 0x7f
    self = signal == 0 ? .exited(code: raw >> 8 & 0xff) : .killed(signal: signal)
  }

  /// How it ended, as a sentence without its end.
  package var description: String {
    switch self {
    case .exited(let code): "it ended with code \(code)"
    case .killed(let signal): "signal \(signal) ended it"
    }
  }
}
