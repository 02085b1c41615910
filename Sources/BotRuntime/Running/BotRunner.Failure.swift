import Engine

extension BotRunner {
  /// Why a bot cannot go on, and what to do about it.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The address is not a server's.
    case addressNotValid(String)
    /// There is no such server, or it was away for longer than `giveUpAfter`.
    case unreachable(String)
    /// The server refused the log-in for good.
    case logInRefused(code: String, message: String)
    /// The server closed the connection for good.
    case closed(code: UInt16)
    /// Another runner uses the state.
    case stateInUse(path: String)
    /// The state exists but cannot be read. It was not changed.
    case stateUnreadable(path: String, reason: String)
    /// The state cannot be written.
    case stateUnwritable(path: String, reason: String)
    /// The state is that of another user's bot. It was not changed.
    case stateOfAnotherUser(String, loggedInAs: String)

    /// What happened, and what to do.
    public var description: String {
      switch self {
      case .addressNotValid(let url):
        "\(url) is not a server's address; use one such as ws://localhost:8080/ws"
      case .unreachable(let reason): "the server cannot be reached: \(reason)"
      case .logInRefused(let code, let message):
        "the log-in was refused (\(code)): \(message) Check the token; `verbatim token create NAME --bot` makes a new one"
      case .closed(let code):
        "the server closed the connection for good (\(code)): \(Self.remedy(of: code))"
      case .stateInUse(let path):
        "another runner uses the state \(path); stop that one, or give this one its own state"
      case .stateUnreadable(let path, let reason):
        "the state \(path) cannot be read (\(reason)); put a backup in its place, or move it away to start without it"
      case .stateUnwritable(let path, let reason):
        "the state \(path) cannot be written (\(reason)); free some space, and check that this user may write there"
      case .stateOfAnotherUser(let user, let name):
        "the state belongs to \(user), but the token to \(name); give the token of \(user), or another state"
      }
    }

    private static func remedy(of code: UInt16) -> String {
      guard let code = CloseCode(rawValue: code) else {
        return "the code is not known to this version; see the server's documents"
      }
      return switch code {
      case .revoked:
        "\(code.meaning) Make a new one with `verbatim token create NAME --bot` and start the bot again"
      case .banned: "\(code.meaning) Ask the server's operator"
      case .kicked: "\(code.meaning) Ask the server's operator, and start the bot again"
      case .replaced:
        "\(code.meaning) Another program has a copy of this bot's state; run it once, or each with a token and state of its own"
      case .tooManySessions:
        "\(code.meaning) End other programs with the same token, or raise limits.sessions_per_user"
      case .loginFailed: "\(code.meaning) Check the token"
      case .loginDeadline:
        "\(code.meaning) Check the network and the server's load, and start the bot again"
      case .badFrames, .tooBig:
        "\(code.meaning) The bot sends invalid frames; check what it sends, and that both are of the same version"
      case .normal, .internalError, .draining, .slowReader, .noPong, .rate, .sessionExpired:
        "\(code.meaning) Start the bot again"
      }
    }
  }
}
