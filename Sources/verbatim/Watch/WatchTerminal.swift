import Foundation
import Watch

/// The terminal of a watch: a screen of its own, which goes when the watch ends.
final class WatchTerminal {
  private let mode: TerminalMode
  private var isOpen = true
  let hasColours: Bool

  /// The terminal, or nil where one end is none.
  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard isatty(STDOUT_FILENO) == 1, environment["TERM"] != "dumb" else { return nil }
    // Ctrl-C comes as a key, so that the terminal is always left as it was found.
    guard let mode = TerminalMode(STDIN_FILENO, { $0.c_lflag &= ~UInt32(ICANON | ECHO | ISIG) }) else {
      return nil
    }
    self.mode = mode
    // https://no-color.org: any value that is not empty turns colours off.
    hasColours = environment["NO_COLOR"].map(\.isEmpty) ?? true
    // A new size interrupts `poll`, which is all that is needed.
    _ = signal(SIGWINCH) { _ in }
    // The other screen, without a cursor, and long lines end at its edge.
    Self.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l")
  }

  /// How much room there is now.
  var size: WatchScreen.Size {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return WatchScreen.Size(columns: 80, rows: 24)
    }
    return WatchScreen.Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Draws the whole screen in one write, so that it does not flicker.
  func show(_ rows: [String]) {
    guard isOpen else { return }
    // A row is erased first: behind a row as wide as the terminal the cursor stands on its last character.
    let drawn = rows.map { "\u{1B}[K\($0)" }.joined(separator: "\r\n")
    // Hiding the cursor again marks the end of a screen for who reads along, as tests do.
    Self.write("\u{1B}[H\(drawn)\u{1B}[?25l")
  }

  /// The keys that wait, or nil where the terminal is gone.
  func keys() -> [Key]? {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count < 0 && errno == EINTR { return [] }
    return count > 0 ? Key.keys(in: bytes.prefix(count)) : nil
  }

  /// Gives the terminal back.
  func close() {
    guard isOpen else { return }
    isOpen = false
    Self.write("\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
    mode.restore()
  }

  private static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
