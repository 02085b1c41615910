package import Bots
package import Store

/// What can go wrong with a stage itself: with the server, the network, or who takes part.
package enum StageFailure: Error, Hashable, Sendable {
  case store(StoreError)
  /// No client of this name takes part.
  case unknownClient(String)
  /// Two clients of one name could not be told apart.
  case nameInUse(String)
  /// The client has no connection to send on.
  case notConnected(String)
  case alreadyConnected(String)
  /// Nobody could log in under this name.
  case notLoggedIn(String, reply: String)
  case serverDown
  /// Clients that answer each other kept the instant from ending.
  case endless
  case unknownBot(String)
  /// A bot did what it must not.
  case bot(String, BotProblem)
  /// The server that the scenarios run on is gone; the text says what is known of its end.
  case serverDied(String)
  /// The server does not do what a server that scenarios run on has to.
  case server(String)
  /// A bot that is a program of its own does not do what it has to.
  case externalBot(String)
  /// The scenario has to end before its last line.
  case stopped(RunStop)
  /// The journal leads elsewhere.
  case replay(String)

  /// What went wrong and what helps, in one sentence.
  package var message: String {
    switch self {
    case .store(let error): error.message
    case .unknownClient(let name): "nobody called \(name) takes part; add the name to `users:`"
    case .nameInUse(let name): "two who take part are called \(name); give one of them another name"
    case .notConnected(let name): "\(name) has no connection; `! return \(name)` makes one"
    case .alreadyConnected(let name): "\(name) is connected already"
    case .notLoggedIn(let name, let reply): "\(name) could not log in; the server answered \(reply)"
    case .serverDown: "the server is down; `! restart` starts it"
    case .endless: "clients answer each other without end at one instant; let one of them stop"
    case .unknownBot(let name):
      "there is no bot called \(name); there are \(ExampleBots.names.joined(separator: ", "))"
    case .bot(let name, let problem): "the bot \(name): \(problem.message)"
    case .serverDied(let end): "the server died in the middle: \(end)"
    case .server(let fault), .externalBot(let fault): fault
    case .stopped(let stop): stop.message
    case .replay(let difference): "the replay differs: \(difference)"
    }
  }
}
