import Client
import Harness
import Relay

/// A bot of a scenario that is a program of its own: its process, and what passes between it and the server.
final class ExternalBot {
  let name: String
  private let command: String
  private let rooms: Set<String>
  private let state: StateFolder
  private let invitation: BotInvitation
  private var process: CommandProcess
  private let relay: Relay
  let traffic: BotTraffic

  /// Starts the program, with a relay on its way to the server.
  init(
    name: String, command: String, rooms: [String], token: String, server: Endpoint
  ) throws(StageFailure) {
    (self.name, self.command, self.rooms) = (name, command, Set(rooms))
    let traffic = BotTraffic()
    self.traffic = traffic
    do throws(WebSocketError) {
      relay = try Relay(
        port: 0, upstream: server, meddling: { BotTraffic.passage(of: $0) }, observe: { traffic.take($0) })
    } catch {
      throw .externalBot("there is no port on which the bot \(name) could be watched: \(error.message)")
    }
    do throws(CommandProcess.StartFailure) {
      state = try StateFolder()
      invitation = BotInvitation(
        url: "ws://127.0.0.1:\(relay.port)/ws", token: token, name: name, rooms: rooms, state: state.path)
      process = try CommandProcess(
        command: command, variables: invitation.environment, folder: state.path)
    } catch {
      throw .externalBot("the bot \(name) cannot be started: \(error.message)")
    }
  }

  /// Kills the program and starts it again, with the state that it has kept.
  func restart() throws(StageFailure) {
    process.kill()
    cut()
    do throws(CommandProcess.StartFailure) {
      process = try CommandProcess(
        command: command, variables: invitation.environment, folder: state.path)
    } catch {
      throw .externalBot("the bot \(name) cannot be started again: \(error.message)")
    }
  }

  /// Whether it has logged in and joined its rooms.
  var isThere: Bool {
    let state = traffic.state
    return state.isLoggedIn && state.rooms.count >= rooms.count
  }

  /// What has become of the bot that keeps it from going on, with what to do; nil where nothing has.
  var trouble: String? {
    let state = traffic.state
    if let code = state.dismissal {
      let refusal = state.refusal.map { "; the newest refusal was \($0)" } ?? ""
      return """
        the server has sent the bot \(name) away with close code \(code) after \(state.sent) frames of it\(refusal); \
        Docs/protocol.md says what the codes mean: send nothing but commands of the protocol, as JSON in text frames
        """
    }
    guard let ending = process.ending else { return nil }
    switch ending {
    case .exited(code: 127):
      return """
        the bot \(name) cannot be started: the shell finds no program for `\(command)`; \(process.lastWords); write the \
        command as you would type it in this folder
        """
    case .exited(code: 126):
      return """
        the bot \(name) cannot be started: the program of `\(command)` may not be run; \(process.lastWords); make it \
        executable
        """
    case .exited, .killed:
      return """
        the bot \(name) is gone: \(ending); \(process.lastWords); a bot runs until it is ended from outside: run \
        `\(command)` by hand with VERBATIM_URL, VERBATIM_TOKEN, VERBATIM_NAME and VERBATIM_ROOMS set
        """
    }
  }

  /// Why it has not come, for one that had the time to.
  func absence(afterSeconds seconds: Int) -> String {
    let state = traffic.state
    let refusal = state.refusal.map { "the newest refusal was \($0); " } ?? ""
    let missing =
      if !state.hasConnected {
        "has not connected within \(seconds) s; let it open a WebSocket to the address in VERBATIM_URL"
      } else if !state.isLoggedIn {
        "has connected and not logged in within \(seconds) s; let it send `login` with the `token` in VERBATIM_TOKEN"
      } else {
        "has logged in and not joined its rooms within \(seconds) s; let it send `join` for each room in VERBATIM_ROOMS"
      }
    return "the bot \(name) \(missing); \(refusal)\(process.lastWords)"
  }

  /// How it is doing, for a failure that it may have led to: nothing came in the time that it had.
  func report(afterSeconds seconds: Int) -> String {
    let state = traffic.state
    let presence = state.isLoggedIn ? "is logged in" : "runs and is not logged in"
    let refusal = state.refusal.map { "; the newest refusal was \($0)" } ?? ""
    let time =
      tellsWhenDone ? "it has told that it is done" : "it had \(seconds) s, and --deadline gives it more"
    return """
      \(name) \(presence), and has sent \(state.sent) frames so far\(refusal); \(process.lastWords); \(time)
      """
  }

  /// Whether it tells when it is done, as far as is known.
  var tellsWhenDone: Bool { traffic.state.quiet.areTold }

  /// Whether nothing is under way in it: it told so, or never tells and was silent for a while.
  func isQuiet(afterSilenceOf silence: Duration) -> Bool { traffic.isQuiet(afterSilenceOf: silence) }

  /// Waits until all that the server has sent by now has passed, and it has read all that the bot has sent; false where that takes too
  /// long.
  func flush(milliseconds: Int) -> Bool { relay.flush(milliseconds: milliseconds) }

  /// Lets nothing reach it any more on the connection that it has, or lets it again.
  func setStalled(_ isStalled: Bool) { relay.setStalled(isStalled) }

  /// Breaks its connection. It has to come back by itself.
  func cut() {
    traffic.forgetConnection()
    relay.cut()
  }

  /// Ends the program, with all that it has started.
  func end() {
    process.kill()
    relay.end()
  }
}
