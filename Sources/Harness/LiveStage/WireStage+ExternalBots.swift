import Client
import Harness

/// Bots that are programs of their own, on a server behind WebSockets.
final class WireBotGround: BotGround {
  private unowned let stage: WireStage

  init(on stage: WireStage) { self.stage = stage }

  var endpoint: Endpoint { stage.server.endpoint }
  var patienceSeconds: Int { stage.server.deadlineMilliseconds / 1000 }
  var silence: Duration { stage.server.silence }
  func settle() throws(StageFailure) { try stage.settle() }
  func takeArrived() throws(StageFailure) { try stage.takeFromListening() }
  func check() throws(StageFailure) { try stage.server.checkProcess() }
  /// The server is for the next scenario too.
  func end() {}
}
