extension ConnectionState {
  /// One thing that the handler of a channel has to do.
  enum Action: Equatable, Sendable {
    /// Tell the turn thread.
    case tell(Report)
    /// Write a control frame, without flushing.
    case write(ControlFrame)
    case flush
    /// Flush, and say with `flushed` how much waits to be read after that.
    case flushAndMeasure
    /// Close the sending side of the channel.
    case closeOutput
    case closeChannel
    /// Say that the connection is over, how it ended, and how many messages it had.
    case finish(ConnectionEnd, messages: Int)
  }

  /// What the turn thread is told.
  enum Report: Equatable, Sendable {
    case opened
    case message([UInt8])
    /// The connection is over for the engine, which does not know it yet.
    case gone(Ending)
    /// The server is going away, and this connection with it after what came before is answered.
    case draining
    /// The client is closed because it does not read; only counted.
    case slowReader
  }

  /// How a connection ended, as the engine is told.
  enum Ending: Equatable, Sendable {
    case closed, cut
  }

  enum ControlFrame: Equatable, Sendable {
    case ping
    case pong([UInt8])
    case close(code: UInt16, reason: String)
  }
}
