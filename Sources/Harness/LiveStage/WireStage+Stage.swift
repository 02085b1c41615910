import Bots
import Client
import Engine
import Harness
import Wire

extension WireStage: DrivenStage {
  var isUp: Bool { server.isUp }

  var journalChain: String? { nil }
  var stateHash: String? { nil }

  var evidenceOfNothing: String? {
    if !externalBots.isEmpty {
      return
        "nothing had passed between the bots and the server for 100 ms, and then every client had a ping answered"
    }
    return server.abilities.administers
      ? "the server said that nothing was left to do, and then every client that reads had a ping answered"
      : "every client that reads had a ping answered, and nothing more was waited for"
  }

  func replayDifference() throws(StageFailure) -> String? {
    throw .server("`! replay` is for the simulator; say `needs: simulator`")
  }

  func begin() throws(StageFailure) {}

  // MARK: - What clients do

  func send(_ bytes: [UInt8], from name: String) throws(StageFailure) {
    let client = try participant(name)
    try send(bytes, from: client)
    // The runner's own pings use up what the user may do, and other checks what the address may. Other refusals that are
    // over by themselves, such as of a muted user, are what the scenario is about.
    while let reply = client.unread.last?.frame.json, reply["code"] == .string("rate_limited"),
      let milliseconds = retryDelay(after: reply)
    {
      client.unread.removeLast()
      try perform { () throws(StageFailure) in
        now = now.advanced(byMilliseconds: milliseconds)
        letPass(milliseconds: milliseconds)
        try client.connection?.send(bytes)
      }
    }
  }

  /// A server whose limits are not the scenario's may refuse for a while.
  func retryDelay(after reply: JSON) -> Int64? {
    guard case .integer(let milliseconds)? = reply["retry_after_ms"], !server.abilities.movesClock,
      milliseconds <= server.abilities.longestWaitSeconds * 1000, !server.isRenewable
    else { return nil }
    return milliseconds
  }

  func cut(_ name: String) throws(StageFailure) {
    if let bot = externalBot(name) {
      bot.cut()
      return try settle()
    }
    try cut(participant(name))
  }

  func `return`(_ name: String) throws(StageFailure) {
    if let bot = externalBot(name) { return try awaitPresence(of: bot) }
    try reconnect(participant(name))
  }
}
