import Foundation

/// A change of how a terminal treats what is typed, until it is undone.
struct TerminalMode {
  private let descriptor: Int32
  private let before: termios

  /// Changes the mode, or gives nil where the descriptor is no terminal.
  init?(_ descriptor: Int32, _ change: (inout termios) -> Void) {
    var mode = termios()
    guard tcgetattr(descriptor, &mode) == 0 else { return nil }
    self.descriptor = descriptor
    before = mode
    change(&mode)
    guard tcsetattr(descriptor, TCSAFLUSH, &mode) == 0 else { return nil }
  }

  func restore() {
    var mode = before
    tcsetattr(descriptor, TCSANOW, &mode)
  }
}
