/// One connection of a load: its socket, what waits to be sent, and what came in part.
final class LoadConnection {
  /// How far it is.
  enum State {
    case new
    /// TCP is being connected.
    case connecting
    /// The answer to the upgrade is to come.
    case upgrading
    /// `hello` is to come.
    case greeting
    case idle
    case loggingIn
    case joining
    /// It is in its room.
    case joined
    /// A goodbye was sent.
    case closing
    case closed
  }

  let number: Int
  var state = State.new
  var file: Int32 = -1
  /// When the step of setting up that is under way began.
  var stepBegan: UInt64 = 0

  /// What is to be sent, from `outStart` on.
  var out: [UInt8] = []
  var outStart = 0
  var waitsForWriting = false
  /// What has come of a frame that is not complete.
  var partial: [UInt8] = []
  /// What has come of a message in several frames.
  var fragments: [UInt8] = []

  /// Of a sender: how many of its messages are not answered yet.
  var inFlight = 0
  /// Of a sender in a closed loop: until when it sends nothing, because it was refused.
  var pausedUntil: UInt64 = 0
  var isPaused = false

  init(number: Int) {
    self.number = number
  }

  var isOpen: Bool { file >= 0 }
  /// How many bytes wait to be sent.
  var waiting: Int { out.count - outStart }
}
