/// A client's connection to the server of a stage.
package protocol ClientConnection: AnyObject {
  /// Brings the bytes of one frame to the server.
  func send(_ bytes: [UInt8]) throws(StageFailure)
  /// Brings the frame to the server that logs the client in.
  func logIn(_ bytes: [UInt8]) throws(StageFailure)
  /// Breaks, without a goodbye. The client is without a connection then, whether or not this succeeds.
  func cut() throws(StageFailure)
  /// Says goodbye with a close frame. The client is without a connection then, whether or not this succeeds.
  func close() throws(StageFailure)
  /// The client stops reading.
  func stall()
  /// The client reads again, first what has waited.
  func flow() throws(StageFailure)
}
