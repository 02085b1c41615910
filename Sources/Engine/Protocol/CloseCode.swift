/// Why the server ends a connection (RFC 6455, section 7.4): 4000–4499 reconnect, 4500–4999 stop.
public enum CloseCode: UInt16, CaseIterable, Sendable {
  case normal = 1000
  case tooBig = 1009
  case internalError = 4000
  case draining = 4001
  case slowReader = 4002
  case noPong = 4003
  case rate = 4004
  case sessionExpired = 4005
  case badFrames = 4500
  case loginDeadline = 4501
  case loginFailed = 4502
  case revoked = 4503
  case kicked = 4504
  case banned = 4505
  case replaced = 4506
  case tooManySessions = 4507

  /// What the code says, in one sentence.
  public var meaning: String {
    switch self {
    case .normal: "The conversation is over."
    case .tooBig: "A frame was larger than four times `limits.frame_bytes`."
    case .internalError: "The server failed; reconnect and resume."
    case .draining: "The server is going away; reconnect and resume."
    case .slowReader: "More than `limits.send_queue_bytes` waited to be read; reconnect and resume."
    case .noPong: "The peer did not answer a ping in time; reconnect and resume."
    case .rate: "Frames came too fast; reconnect more slowly."
    case .sessionExpired: "The session ended; reconnect and log in again."
    case .badFrames: "Too many frames could not be read; fix the client."
    case .loginDeadline: "No log-in came in time."
    case .loginFailed: "The log-in failed."
    case .revoked: "The token was revoked, or the session was ended by its user or an operator."
    case .kicked: "The user was kicked out of the connection's room."
    case .banned: "The user may not enter the connection's room."
    case .replaced: "The session was resumed on another connection."
    case .tooManySessions: "The user has too many sessions, and this was the oldest."
    }
  }

  /// Whether a client may reconnect by itself after this code.
  public var mayReconnect: Bool { rawValue >= 4000 && rawValue < 4500 }
}
