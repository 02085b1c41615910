import Client
import Foundation
import Synchronization

/// The terminal of a chat: where both ends are one, the half-typed line stays below what comes in; otherwise lines are
/// read and written plainly.
final class ChatTerminal: Sendable {
  private struct State {
    var transcript: ChatTranscript
    var editor = LineEditor()
    var isOpen = true
  }

  private let state: Mutex<State>
  private let mode: TerminalMode?

  /// Whether a person sits there.
  let isInteractive: Bool

  var transcript: ChatTranscript { state.withLock { $0.transcript } }

  init() {
    isInteractive = isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0
    let hasColours =
      isatty(STDOUT_FILENO) != 0 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    let transcript = ChatTranscript(
      hasColours: hasColours, utcOffsetSeconds: TimeZone.current.secondsFromGMT())
    state = Mutex(State(transcript: transcript))
    // Ctrl-C comes as a key, so that the terminal is always left as it was found.
    mode = isInteractive ? TerminalMode(STDIN_FILENO) { $0.c_lflag &= ~UInt32(ICANON | ECHO | ISIG) } : nil
  }

  /// Reads lines on a thread of its own until the input ends.
  func read(_ handle: @escaping @Sendable (ChatSession.Input) -> Void) {
    let isInteractive = isInteractive
    Thread.detachNewThread { [self] in
      if mode == nil {
        while let line = readLine() { handle(.typed(line)) }
      } else {
        redraw()
        var byte: UInt8 = 0
        reading: while Foundation.read(STDIN_FILENO, &byte, 1) == 1 {
          switch state.withLock({ $0.editor.take(byte) }) {
          case .nothing: break
          case .changed: redraw()
          case .line(let line):
            redraw()
            handle(.typed(line))
          case .end: break reading
          }
        }
      }
      handle(.inputEnded(patiently: !isInteractive))
    }
  }

  /// Shows what a session wants to be seen.
  func show(_ item: ChatSession.Item, in room: String?) {
    state.withLock { state in
      state.transcript.currentRoom = room
      state.transcript.note(item)
      for line in state.transcript.lines(for: item) {
        Self.write(mode == nil ? "\(line)\n" : "\r\u{1b}[K\(line)\n")
      }
      draw(state)
    }
  }

  /// Gives the terminal back.
  func close() {
    state.withLock { state in
      guard state.isOpen else { return }
      state.isOpen = false
      if mode != nil { Self.write("\r\u{1b}[K") }
      mode?.restore()
    }
  }

  private func redraw() { state.withLock { draw($0) } }

  private func draw(_ state: State) {
    guard mode != nil, state.isOpen else { return }
    var size = winsize()
    let width = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    Self.write("\r\u{1b}[K> \(state.editor.shown(atMost: width - 3))")
  }

  private static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
