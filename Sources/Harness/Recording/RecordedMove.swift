/// What a scenario has to do for an action, with the names that the scenario knows clients by.
enum RecordedMove: Hashable {
  /// A client sends a frame.
  case send(String, RecordedFrame)
  /// `! cut`, `! close` and `! return`.
  case cut(String)
  case close(String)
  case comeBack(String)
  /// A guest logs in: a user takes the guest's place, and goes to the rooms that the guest was in.
  case takePlace(of: String, by: String)
  case restart
  case section(String)
  /// Something that cannot be said.
  case comment(String)
}

/// A move and when it is made.
struct TimedMove {
  let milliseconds: Int64
  let move: RecordedMove
}
